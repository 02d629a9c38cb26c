package dev.countersign.proof.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.crypto.Ed25519SigningKey;
import java.security.SecureRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessKeyTextTest {
  private final Ed25519SigningKey key = Ed25519SigningKey.generate(new SecureRandom());
  private final String text = WitnessKeyText.of("witness.example", key.publicKey());

  @Test
  @DisplayName("a witness key is read back as the verifier it was written from")
  void roundTrip() throws Exception {
    NoteKeys.CosignatureVerifier read = WitnessKeyText.parse(text + "\n").orThrow();
    assertThat(read.name()).isEqualTo("witness.example");
    assertThat(read.keyId())
        .isEqualTo(NoteKeys.witnessVerifier("witness.example", key.publicKey().toJava()).keyId());
    NoteSigner signer =
        NoteKeys.witnessSigner("witness.example", key, () -> java.time.Instant.ofEpochSecond(7));
    SignedNote note = SignedNote.sign("x\n", signer);
    assertThat(read.verifiedTime(note)).hasValue(7);
  }

  @Test
  @DisplayName("another name, key id or type is refused")
  void altered() {
    String[] parts = text.split("\\+", 3);
    assertThat(refused("other.example+" + parts[1] + "+" + parts[2])).contains("key id");
    assertThat(refused(parts[0] + "+00000000+" + parts[2])).contains("key id");
    assertThat(refused(parts[0] + "+" + parts[1] + "+AQ" + parts[2].substring(2)))
        .contains("Ed25519");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a+b", "a+b+!!", "a+b+BA=="})
  @DisplayName("text that is no key is refused")
  void noKey(String line) {
    assertThat(WitnessKeyText.parse(line)).isInstanceOf(Parse.Malformed.class);
  }

  private static String refused(String line) {
    return switch (WitnessKeyText.parse(line)) {
      case Parse.Malformed<NoteKeys.CosignatureVerifier>(String reason) -> reason;
      case Parse.Parsed<NoteKeys.CosignatureVerifier> read -> throw new AssertionError(read);
    };
  }
}
