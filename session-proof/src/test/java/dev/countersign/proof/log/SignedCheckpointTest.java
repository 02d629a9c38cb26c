package dev.countersign.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.log.NoteCheck.BadSignature;
import dev.countersign.proof.log.NoteCheck.NoKnownKey;
import dev.countersign.proof.log.NoteCheck.Signed;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.Parse.Malformed;
import dev.countersign.proof.log.Parse.Parsed;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedCheckpointTest {
  private static final String ORIGIN = "countersign.dev/device/abc";
  private static final String WITNESS = "gateway.example/witness";
  private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);

  private KeyPair device;
  private KeyPair witness;
  private NoteSigner deviceSigner;
  private NoteSigner witnessSigner;
  private NoteVerifier deviceVerifier;
  private CosignatureVerifier witnessVerifier;
  private Checkpoint checkpoint;

  @BeforeEach
  void keys() throws Exception {
    device = p256();
    witness = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    deviceSigner =
        NoteKeys.deviceSigner(ORIGIN, (ECPublicKey) device.getPublic(), m -> p1363(device, m));
    deviceVerifier = NoteKeys.deviceVerifier(ORIGIN, (ECPublicKey) device.getPublic());
    witnessSigner =
        NoteKeys.witnessSigner(WITNESS, witness.getPublic(), witness.getPrivate(), () -> NOW);
    witnessVerifier = NoteKeys.witnessVerifier(WITNESS, witness.getPublic());
    checkpoint = new Checkpoint(ORIGIN, 7, MemoryTree.of(7).root(7));
  }

  @Test
  @DisplayName("D5 a checkpoint signed by device and witness survives writing and reading")
  void roundTrip() throws Exception {
    SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, deviceSigner).cosign(witnessSigner);
    SignedCheckpoint read = SignedCheckpoint.parse(signed.toBytes()).orThrow();
    assertThat(read).isEqualTo(signed);
    assertThat(read.toBytes()).isEqualTo(signed.toBytes());
    assertThat(read.check(List.of(deviceVerifier, witnessVerifier)))
        .isEqualTo(new Signed(List.of(deviceVerifier, witnessVerifier)));
    assertThat(witnessVerifier.verifiedTime(read.note())).hasValue(NOW.getEpochSecond());
  }

  @Test
  @DisplayName("D5 the key ids are those of C2SP signed-note types 2 and 4")
  void keyIds() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] spki = sha256.digest(device.getPublic().getEncoded());
    assertThat(intBytes(deviceSigner.keyId())).isEqualTo(Arrays.copyOf(spki, 4));
    sha256.update((WITNESS + "\n").getBytes(StandardCharsets.US_ASCII));
    sha256.update((byte) 4);
    byte[] encoded = witness.getPublic().getEncoded();
    sha256.update(encoded, encoded.length - 32, 32);
    assertThat(intBytes(witnessSigner.keyId())).isEqualTo(Arrays.copyOf(sha256.digest(), 4));
  }

  @Test
  @DisplayName(
      "D5 the device signature is DER over the text, which any ECDSA implementation verifies")
  void deviceSignatureForm() throws Exception {
    SignedNote note = SignedNote.sign(checkpoint.body(), deviceSigner);
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(device.getPublic());
    verifier.update(checkpoint.body().getBytes(StandardCharsets.US_ASCII));
    assertThat(verifier.verify(note.signatures().getFirst().signature())).isTrue();
  }

  @Test
  @DisplayName("D5 the witness signs the time and the whole text")
  void cosignatureForm() throws Exception {
    byte[] value = witnessSigner.sign(checkpoint.body().getBytes(StandardCharsets.US_ASCII));
    assertThat(value).hasSize(72);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(witness.getPublic());
    verifier.update(
        ("cosignature/v1\ntime 1790000000\n" + checkpoint.body())
            .getBytes(StandardCharsets.US_ASCII));
    assertThat(verifier.verify(Arrays.copyOfRange(value, 8, 72))).isTrue();
    byte[] later = value.clone();
    later[7] ^= 1;
    assertThat(witnessVerifier.verify(checkpoint.body().getBytes(StandardCharsets.US_ASCII), later))
        .isFalse();
  }

  @Test
  @DisplayName("D5 a note with a flipped bit in any byte is unreadable, unsigned or badly signed")
  void anyByteCounts() throws Exception {
    byte[] good = SignedCheckpoint.sign(checkpoint, deviceSigner).cosign(witnessSigner).toBytes();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      boolean accepted =
          switch (SignedCheckpoint.parse(bad)) {
            case Malformed<SignedCheckpoint> malformed -> false;
            case Parsed<SignedCheckpoint>(SignedCheckpoint read) ->
                read.check(List.of(deviceVerifier, witnessVerifier)) instanceof Signed signed
                    && signed.includes(deviceVerifier)
                    && signed.includes(witnessVerifier);
          };
      assertThat(accepted).as("byte %d", i).isFalse();
    }
  }

  @Test
  @DisplayName(
      "D5 keys that are not known prove nothing, a false line of a known key spoils the note")
  void unknownAndFalse() throws Exception {
    SignedNote note = SignedNote.sign(checkpoint.body(), deviceSigner);
    assertThat(note.check(List.of(witnessVerifier))).isEqualTo(new NoKnownKey());
    assertThat(witnessVerifier.verifiedTime(note)).isEmpty();
    byte[] wrong = note.signatures().getFirst().signature();
    wrong[wrong.length - 1] ^= 1;
    NoteSignature line = new NoteSignature(ORIGIN, deviceSigner.keyId(), wrong);
    assertThat(new SignedNote(checkpoint.body(), List.of(line)).check(List.of(deviceVerifier)))
        .isEqualTo(new BadSignature(ORIGIN));
    KeyPair other = p256();
    NoteVerifier sameName = NoteKeys.deviceVerifier(ORIGIN, (ECPublicKey) other.getPublic());
    assertThat(note.check(List.of(sameName))).isEqualTo(new NoKnownKey());
  }

  @Test
  @DisplayName("D5 a device signature in any encoding but strict DER is refused")
  void strictDer() throws Exception {
    byte[] text = checkpoint.body().getBytes(StandardCharsets.US_ASCII);
    byte[] der = deviceSigner.sign(text);
    assertThat(deviceVerifier.verify(text, der)).isTrue();
    assertThat(deviceVerifier.verify(text, Arrays.copyOf(der, der.length + 1))).isFalse();
    assertThat(deviceVerifier.verify(text, p1363(device, text))).isFalse();
    assertThat(deviceVerifier.verify(text, new byte[0])).isFalse();
    assertThat(deviceVerifier.verify(text, new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0})).isFalse();
    byte[] padded = new byte[der.length + 1];
    System.arraycopy(der, 0, padded, 0, 4);
    System.arraycopy(der, 4, padded, 5, der.length - 4);
    padded[1]++;
    padded[3]++;
    assertThat(deviceVerifier.verify(text, padded)).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "", // nothing
        "o\n1\nROOT", // no final newline
        "o\n1\nROOT\n\n", // blank line
        "o\n1\nROOT\nextension\n",
        "o\n1\n",
        "\n1\nROOT\n",
        "o \n1\nROOT\n",
        " o\n1\nROOT\n",
        "o+p\n1\nROOT\n",
        "ö\n1\nROOT\n",
        "o\r\n1\nROOT\n",
        "o\n01\nROOT\n",
        "o\n+1\nROOT\n",
        "o\n-1\nROOT\n",
        "o\n1 \nROOT\n",
        "o\n\nROOT\n",
        "o\n\u0661\nROOT\n", // a digit of another script
        "o\n9007199254740992\nROOT\n", // 2^53
        "o\n99999999999999999999\nROOT\n",
        "o\n1\nROOT \n",
        "o\n1\nAAAA\n",
        "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", // no padding
        "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n", // stray bits
        "o\n1\n__8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" // URL alphabet
      })
  @DisplayName("D5 a checkpoint text with another serialisation is refused")
  void malformedBodies(String template) {
    String body = template.replace("ROOT", TreeHashing.emptyRoot().base64());
    assertThat(Checkpoint.parse(body)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "text\n",
        "text\n\n",
        "\n\n\u2014 k SIG\n",
        "text\n\u2014 k SIG\n", // no blank line
        "text\n\n\u2014 k SIG", // no final newline
        "text\n\n\u2014 k SIG\n\n",
        "text\n\n- k SIG\n",
        "text\n\n\u2014  k SIG\n",
        "text\n\n\u2014 k  SIG\n",
        "text\n\n\u2014 k SIG \n",
        "text\n\n\u2014 SIG\n",
        "text\n\n\u2014 k+l SIG\n",
        "text\n\n\u2014 k AAAAAA==\n", // a key id without signature
        "text\n\n\u2014 k AAAAAAA\n", // no padding
        "text\n\n\u2014 k AAAAAAB=\n", // stray bits
        "text\n\n\u2014 k !!!!\n",
        "text\r\n\n\u2014 k SIG\n",
        "te\u0001xt\n\n\u2014 k SIG\n",
        "tëxt\n\n\u2014 k SIG\n",
        "text\n\n\u2014 k SIG\r\n",
        "text\n\n\u2014 k SIG\n\u2014 k SIG\n" // the same key twice
      })
  @DisplayName("D5 a signed note with another serialisation is refused")
  void malformedNotes(String template) {
    String sig = Base64.getEncoder().encodeToString(new byte[68]);
    byte[] note = template.replace("SIG", sig).getBytes(StandardCharsets.UTF_8);
    assertThat(SignedNote.parse(note)).isInstanceOf(Malformed.class);
  }

  @Test
  @DisplayName("D5 a note that is not UTF-8, too large, or over-signed is refused")
  void malformedBytes() {
    assertThat(SignedNote.parse(new byte[] {(byte) 0xff, '\n'})).isInstanceOf(Malformed.class);
    assertThat(SignedNote.parse(new byte[70_000])).isInstanceOf(Malformed.class);
    String sig = Base64.getEncoder().encodeToString(new byte[68]);
    StringBuilder many = new StringBuilder("text\n\n");
    for (int i = 0; i < 17; i++) {
      many.append("\u2014 k").append(i).append(' ').append(sig).append('\n');
    }
    assertThat(SignedNote.parse(many.toString().getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Malformed.class);
  }

  @Test
  @DisplayName("D5 keys of another kind and names with spaces cannot be used")
  void wrongKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    ECPublicKey p384 = (ECPublicKey) generator.generateKeyPair().getPublic();
    assertThatThrownBy(() -> NoteKeys.deviceVerifier(ORIGIN, p384))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NoteKeys.witnessVerifier(WITNESS, p384))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NoteKeys.witnessVerifier("a b", witness.getPublic()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Checkpoint("a b", 1, TreeHashing.emptyRoot()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static KeyPair p256() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] p1363(KeyPair pair, byte[] message) throws SignatureException {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (java.security.NoSuchAlgorithmException | java.security.InvalidKeyException e) {
      throw new SignatureException(e);
    }
  }

  private static byte[] intBytes(int value) {
    return java.nio.ByteBuffer.allocate(4).putInt(value).array();
  }
}
