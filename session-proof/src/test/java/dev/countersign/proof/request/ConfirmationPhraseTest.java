package dev.countersign.proof.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.testing.Scenario;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationPhraseTest {
  @Test
  @DisplayName("the word list is the published one: 2,048 words, sorted, distinct in four letters")
  void wordList() throws Exception {
    List<String> words = ConfirmationPhrase.wordList();
    assertThat(words).hasSize(2048).doesNotHaveDuplicates().isSorted();
    assertThat(words).allMatch(word -> word.matches("[a-z]{3,8}"));
    assertThat(words.stream().map(word -> word.substring(0, Math.min(4, word.length()))))
        .doesNotHaveDuplicates();
    byte[] file = (String.join("\n", words) + "\n").getBytes("US-ASCII");
    assertThat(
            java.util.HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)))
        .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
  }

  @ParameterizedTest
  @DisplayName("S1.11 the phrase of a known digest is these four words")
  @CsvSource({"0, orbit script inject morning", "255, proof aspect emerge kiwi"})
  void knownAnswers(int fill, String phrase) {
    byte[] digest = new byte[32];
    Arrays.fill(digest, (byte) fill);
    assertThat(ConfirmationPhrase.of(new Digest(Bytes.of(digest))).toString()).isEqualTo(phrase);
  }

  @Test
  @DisplayName("the phrase is the first 44 bits of the digest, eleven bits a word")
  void definition() throws Exception {
    byte[] digest = Scenario.honest().sha256().toArray();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update("DSSEv1 37 application/vnd.countersign.phrase.v1 32 ".getBytes("US-ASCII"));
    byte[] hash = sha256.digest(digest);
    StringBuilder bits = new StringBuilder();
    for (byte each : hash) {
      bits.append(Integer.toBinaryString(0x100 | each & 0xff).substring(1));
    }
    StringBuilder phrase = new StringBuilder();
    for (int word = 0; word < 4; word++) {
      int index = Integer.parseInt(bits.substring(11 * word, 11 * word + 11), 2);
      phrase.append(word == 0 ? "" : " ").append(ConfirmationPhrase.wordList().get(index));
    }
    assertThat(ConfirmationPhrase.of(Scenario.honest().sha256()).toString())
        .isEqualTo(phrase.toString());
  }

  @Test
  @DisplayName("near-identical digests have different phrases, and every place uses the whole list")
  void distribution() {
    int count = 20_000;
    Set<String> phrases = new HashSet<>();
    List<Map<String, Integer>> places =
        List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
    for (int i = 0; i < count; i++) {
      byte[] digest = ByteBuffer.allocate(32).putInt(28, i).array();
      ConfirmationPhrase phrase = ConfirmationPhrase.of(new Digest(Bytes.of(digest)));
      phrases.add(phrase.toString());
      for (int place = 0; place < 4; place++) {
        places.get(place).merge(phrase.words().get(place), 1, Integer::sum);
      }
    }
    assertThat(phrases).hasSize(count);
    for (Map<String, Integer> place : places) {
      // About 9.8 a word; with a fair hash fewer than one list in 10^9 misses ten or has one of 40.
      assertThat(place).hasSizeGreaterThan(2038);
      assertThat(place.values()).allMatch(times -> times < 40);
    }
  }

  /**
   * Chi-square over 2,048 words has 2,047 degrees of freedom: mean 2,047, standard deviation 64.
   * The bound is six deviations to either side, which a fair list leaves once in some hundred
   * million runs; the requests are fixed, so that this run gives the same figure every time.
   */
  @Test
  @DisplayName(
      "S1.11 requests that differ in one count give every word in every place equally often")
  void chiSquare() {
    int requests = 2048 * 50;
    Map<String, Integer> index = new HashMap<>();
    ConfirmationPhrase.wordList().forEach(word -> index.put(word, index.size()));
    int[][] counts = new int[4][2048];
    for (int i = 0; i < requests; i++) {
      Digest request = Digest.sha256(Bytes.utf8("{\"nonce\":\"" + i + "\"}").toArray());
      List<String> words = ConfirmationPhrase.of(request).words();
      for (int place = 0; place < 4; place++) {
        counts[place][index.get(words.get(place))]++;
      }
    }
    for (int[] place : counts) {
      double chiSquare = Arrays.stream(place).mapToDouble(n -> (n - 50.0) * (n - 50.0) / 50).sum();
      assertThat(chiSquare).isBetween(2047 - 6 * 64.0, 2047 + 6 * 64.0);
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("case and white space do not matter to the person who types it")
  @ValueSource(strings = {"%s", "  %s ", "\t%s\n"})
  void typed(String form) {
    ConfirmationPhrase phrase = ConfirmationPhrase.of(Scenario.honest().sha256());
    assertThat(phrase.matches(form.formatted(phrase))).isTrue();
    assertThat(phrase.matches(form.formatted(phrase.toString().toUpperCase()))).isTrue();
    assertThat(phrase.matches(form.formatted(phrase.toString().replace(" ", "   ")))).isTrue();
  }

  @Test
  @DisplayName("anything but the four words in order does not match")
  void notTyped() {
    ConfirmationPhrase phrase = ConfirmationPhrase.of(Scenario.honest().sha256());
    List<String> words = phrase.words();
    assertThat(phrase.matches("")).isFalse();
    assertThat(phrase.matches(String.join(" ", words.reversed()))).isFalse();
    assertThat(phrase.matches(String.join(" ", words.subList(0, 3)))).isFalse();
    assertThat(phrase.matches(String.join("", words))).isFalse();
    assertThat(phrase.matches(phrase + " " + words.getFirst())).isFalse();
  }
}
