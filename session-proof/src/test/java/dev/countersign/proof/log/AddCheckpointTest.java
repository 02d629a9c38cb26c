package dev.countersign.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddCheckpointTest {
  private static final String ORIGIN = "countersign.dev/device/abc";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final P256SigningKey device = P256SigningKey.generate(RANDOM);
  private final Ed25519SigningKey witness = Ed25519SigningKey.generate(RANDOM);
  private final MemoryTree tree = MemoryTree.of(8);
  private final SignedCheckpoint signed = signed(7);

  private SignedCheckpoint signed(int size) {
    try {
      return SignedCheckpoint.sign(
          new Checkpoint(ORIGIN, size, tree.root(size)), NoteKeys.deviceSigner(ORIGIN, device));
    } catch (java.security.SignatureException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static NoteSigner cosigner(String name, Ed25519SigningKey key) {
    return NoteKeys.witnessSigner(name, key, () -> Instant.ofEpochSecond(1_790_000_000));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("D5 a body is read back as it was written: old size, path, empty line, checkpoint")
  void roundTrip() {
    List<TreeHash> path = tree.prover().consistency(3, 7).path();
    AddCheckpoint added = new AddCheckpoint(3, path, signed);
    String body = text(added.toBytes());
    assertThat(body).startsWith("old 3\n" + path.getFirst().base64() + "\n");
    assertThat(body).endsWith("\n\n" + text(signed.toBytes()));
    assertThat(AddCheckpoint.parse(added.toBytes()).orThrow()).isEqualTo(added);
    AddCheckpoint first = new AddCheckpoint(0, List.of(), signed);
    assertThat(text(first.toBytes())).isEqualTo("old 0\n\n" + text(signed.toBytes()));
    assertThat(AddCheckpoint.parse(first.toBytes()).orThrow()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"old 03", "old -1", "old", "old 8", "Old 3", "old  3", "old 3 ", "3"})
  @DisplayName("D5 an old size that is malformed or larger than the checkpoint's is refused")
  void badOldSizes(String line) {
    assertThat(AddCheckpoint.parse(bytes(line + "\n\n" + text(signed.toBytes()))))
        .isInstanceOf(Parse.Malformed.class);
  }

  @Test
  @DisplayName("D5 a path that is too long, not canonical, or begins at nothing is refused")
  void badPaths() {
    String hash = tree.root(1).base64() + "\n";
    String note = "\n" + text(signed.toBytes());
    assertThat(AddCheckpoint.parse(bytes("old 3\n" + hash.repeat(63) + note)))
        .isInstanceOf(Parse.Parsed.class);
    for (String head :
        List.of(
            "old 3\n" + hash.repeat(64),
            "old 0\n" + hash,
            "old 3\n" + hash.replace("=", ""),
            "old 3\r\n" + hash,
            "old 3\n" + " " + hash)) {
      assertThat(AddCheckpoint.parse(bytes(head + note))).isInstanceOf(Parse.Malformed.class);
    }
    assertThat(AddCheckpoint.parse(bytes("old 3\n" + hash))).isInstanceOf(Parse.Malformed.class);
    assertThat(AddCheckpoint.parse(new byte[0])).isInstanceOf(Parse.Malformed.class);
    assertThat(AddCheckpoint.parse(new byte[AddCheckpoint.MAX_BYTES + 1]))
        .isInstanceOf(Parse.Malformed.class);
    assertThatThrownBy(() -> new AddCheckpoint(3, Collections.nCopies(64, tree.root(1)), signed))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("D5 of a witness's answer only its own valid line is taken into the checkpoint")
  void takesTheWitnessesLine() throws Exception {
    Ed25519SigningKey other = Ed25519SigningKey.generate(RANDOM);
    CosignatureVerifier key = NoteKeys.witnessVerifier("w.example", witness.publicKey());
    SignedCheckpoint answered =
        signed.cosign(cosigner("w.example", witness)).cosign(cosigner("x.example", other));
    String lines = text(answered.toBytes()).split("\n\n", 2)[1];
    String answer = lines.substring(lines.indexOf('\n') + 1);
    SignedCheckpoint merged = signed.withLineOf(key, bytes(answer)).orThrow();
    assertThat(merged.note().signatures())
        .extracting(NoteSignature::name)
        .containsExactly(ORIGIN, "w.example");
    assertThat(merged.withLineOf(key, bytes(answer)).orThrow()).isEqualTo(merged);
  }

  @Test
  @DisplayName("D5 an answer without a valid line of the witness is refused, whatever it holds")
  void hostileAnswers() throws Exception {
    CosignatureVerifier key = NoteKeys.witnessVerifier("w.example", witness.publicKey());
    SignedCheckpoint elsewhere = signed(6).cosign(cosigner("w.example", witness));
    Ed25519SigningKey other = Ed25519SigningKey.generate(RANDOM);
    SignedCheckpoint foreign = signed.cosign(cosigner("w.example", other));
    String good = line(signed.cosign(cosigner("w.example", witness)));
    for (String answer :
        List.of(
            "",
            "\n",
            line(elsewhere),
            line(foreign),
            line(signed),
            good.strip(),
            good + good,
            good + "\n",
            "\n" + good,
            good + "\n" + good,
            good + text(signed.toBytes()),
            "<html>proxy</html>\n")) {
      assertThat(signed.withLineOf(key, bytes(answer)))
          .as(answer)
          .isInstanceOf(Parse.Malformed.class);
    }
  }

  @Test
  @DisplayName("D5 a witness's valid signature over more than the checkpoint is not taken for one")
  void signatureOverMore() throws Exception {
    CosignatureVerifier key = NoteKeys.witnessVerifier("w.example", witness.publicKey());
    // Behind the checkpoint's text the answer adds a line to what was signed.
    String more = signed.note().text() + "\nmore\n";
    String all =
        text(SignedNote.sign(more, cosigner("w.example", witness)).toBytes())
            .substring(signed.note().text().length() + 1);
    assertThat(all).startsWith("more\n\n");
    assertThat(signed.withLineOf(key, bytes(all))).isInstanceOf(Parse.Malformed.class);
  }

  private static String line(SignedCheckpoint note) {
    String all = text(note.toBytes()).strip();
    return all.substring(all.lastIndexOf('\n') + 1) + "\n";
  }

  @Test
  @DisplayName("D5 a log's key is one line, read back as the verifier of its checkpoints")
  void logKey() {
    String line = LogKeyText.of(ORIGIN, (P256VerifyingKey) device.publicKey());
    NoteVerifier read = LogKeyText.parse(line + "\n").orThrow();
    assertThat(read.name()).isEqualTo(ORIGIN);
    assertThat(signed.check(List.of(read))).isInstanceOf(NoteCheck.Signed.class);
    String[] parts = line.split("\\+", 3);
    for (String bad :
        List.of(
            "",
            parts[0],
            parts[0] + "+" + parts[1] + "+B" + parts[2].substring(1),
            parts[0] + "+00000000+" + parts[2],
            parts[0] + "+" + parts[1] + "+Ag==",
            "x y+" + parts[1] + "+" + parts[2],
            WitnessKeyText.of("w.example", witness.publicKey()))) {
      assertThat(LogKeyText.parse(bad)).as(bad).isInstanceOf(Parse.Malformed.class);
    }
  }
}
