package dev.countersign.proof.request;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.PackageFile;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Four words that both sides derive from the request digest: the first 44 bits of {@code
 * SHA-256(PAE("application/vnd.countersign.phrase.v1", request_sha256))}, eleven bits a word, most
 * significant first. A relayed or exchanged request has another phrase.
 */
public record ConfirmationPhrase(List<String> words) {
  private static final String TYPE = "application/vnd.countersign.phrase.v1";
  private static final int WORDS = 4;
  private static final int BITS_PER_WORD = 11;
  private static final List<String> LIST = load();

  public ConfirmationPhrase {
    words = List.copyOf(words);
  }

  public static ConfirmationPhrase of(Digest requestSha256) {
    Bytes hash = Digest.sha256(Pae.encode(TYPE, requestSha256.toArray())).value();
    long bits = 0;
    for (int i = 0; i < 6; i++) {
      bits = bits << 8 | hash.at(i);
    }
    bits >>>= 48 - WORDS * BITS_PER_WORD;
    String[] words = new String[WORDS];
    for (int i = WORDS - 1; i >= 0; i--) {
      words[i] = LIST.get((int) (bits & 0x7ff));
      bits >>>= BITS_PER_WORD;
    }
    return new ConfirmationPhrase(List.of(words));
  }

  /** Whether this is what the approver typed; case and the amount of white space do not matter. */
  public boolean matches(String typed) {
    return toString()
        .equals(String.join(" ", typed.strip().toLowerCase(Locale.ROOT).split("\\s+")));
  }

  /** The published list of 2,048 words, in order. */
  public static List<String> wordList() {
    return LIST;
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }

  private static List<String> load() {
    byte[] file = PackageFile.bytes(ConfirmationPhrase.class, "phrase-words.txt");
    List<String> words = new String(file, StandardCharsets.US_ASCII).lines().toList();
    if (words.size() != 1 << BITS_PER_WORD) {
      throw new IllegalStateException("phrase-words.txt does not hold 2,048 words");
    }
    return words;
  }
}
