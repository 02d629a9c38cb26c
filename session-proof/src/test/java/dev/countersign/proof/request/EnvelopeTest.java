package dev.countersign.proof.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protocol §1: one serialisation, one signature, the key named by its thumbprint. */
class EnvelopeTest {
  private static final byte[] PAYLOAD = "{\"v\":1}".getBytes(StandardCharsets.UTF_8);

  private final Envelope ed25519 =
      Envelope.sign(PayloadType.ASK, PAYLOAD, TestKeys.ed25519("envelope"));
  private final Envelope p256 = Envelope.sign(PayloadType.ASK, PAYLOAD, TestKeys.p256("envelope"));

  @Test
  @DisplayName("what was written is read as the same envelope and the same bytes")
  void roundTrip() throws Exception {
    for (Envelope envelope : new Envelope[] {ed25519, p256}) {
      Envelope read = Envelope.parse(envelope.wire(), PayloadType.ASK);
      assertThat(read).isEqualTo(envelope);
      assertThat(read.wire()).isEqualTo(envelope.wire());
      assertThat(read.payload()).isEqualTo(Bytes.of(PAYLOAD));
    }
  }

  @Test
  @DisplayName("the bytes are compact JSON with the members of the specification in its order")
  void form() {
    assertThat(new String(ed25519.wire(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"payload\":\"eyJ2IjoxfQ\",\"payloadType\":\"application/vnd.countersign.ask.v1+json\","
                + "\"signatures\":[{\"keyid\":\""
                + TestKeys.ed25519("envelope").publicKey().thumbprint()
                + "\",\"sig\":\""
                + ed25519.signature()
                + "\"}]}");
  }

  @Test
  @DisplayName(
      "the signature and the digest are over the DSSE encoding, as the platform computes it")
  void preAuthenticationEncoding() throws Exception {
    byte[] pae =
        "DSSEv1 39 application/vnd.countersign.ask.v1+json 7 {\"v\":1}"
            .getBytes(StandardCharsets.UTF_8);
    Signature platform = Signature.getInstance("Ed25519");
    platform.initVerify(TestKeys.ed25519("envelope").publicKey().toJava());
    platform.update(pae);
    assertThat(platform.verify(ed25519.signature().toArray())).isTrue();
    Signature ecdsa = Signature.getInstance("SHA256withECDSAinP1363Format");
    ecdsa.initVerify(TestKeys.p256("envelope").publicKey().toJava());
    ecdsa.update(pae);
    assertThat(ecdsa.verify(p256.signature().toArray())).isTrue();
    assertThat(ed25519.digest().toArray())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(pae));
  }

  @Test
  @DisplayName("the key id is the RFC 7638 thumbprint of the key")
  void keyid() throws Exception {
    byte[] jwk =
        ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\""
                + TestKeys.ed25519("envelope").publicKey().raw()
                + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ed25519.keyid())
        .isEqualTo(Bytes.of(MessageDigest.getInstance("SHA-256").digest(jwk)).base64Url());
  }

  @ParameterizedTest
  @EnumSource(value = PayloadType.class, names = "ASK", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("S2.14 an object of one type is never read as another")
  void wrongType(PayloadType other) {
    refused(() -> Envelope.parse(ed25519.wire(), other));
  }

  @ParameterizedTest
  @EnumSource(value = PayloadType.class, names = "ASK", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("S2.14 a signature over one type does not verify over another")
  void typeIsSigned(PayloadType other) {
    Envelope moved = new Envelope(other, ed25519.payload(), ed25519.keyid(), ed25519.signature());
    assertThat(moved.isSignedBy(TestKeys.ed25519("envelope").publicKey())).isFalse();
  }

  @Test
  @DisplayName("another key, or the right key under another id, did not sign")
  void wrongKey() {
    SigningKey key = TestKeys.ed25519("envelope");
    SigningKey other = TestKeys.ed25519("other");
    assertThat(ed25519.isSignedBy(key.publicKey())).isTrue();
    assertThat(ed25519.isSignedBy(other.publicKey())).isFalse();
    assertThat(ed25519.isSignedBy(TestKeys.p256("envelope").publicKey())).isFalse();
    Envelope renamed =
        new Envelope(
            PayloadType.ASK,
            ed25519.payload(),
            other.publicKey().thumbprint(),
            ed25519.signature());
    assertThat(renamed.isSignedBy(key.publicKey())).isFalse();
    assertThat(renamed.isSignedBy(other.publicKey())).isFalse();
  }

  @Test
  @DisplayName("any byte inserted anywhere in an envelope is refused before any signature")
  void inserted() {
    byte[] wire = ed25519.wire();
    for (int at = 0; at <= wire.length; at++) {
      for (char each : new char[] {' ', '\n', '\\', '=', 'A', '0'}) {
        byte[] longer = new byte[wire.length + 1];
        System.arraycopy(wire, 0, longer, 0, at);
        longer[at] = (byte) each;
        System.arraycopy(wire, at, longer, at + 1, wire.length - at);
        Envelope parsed;
        try {
          parsed = Envelope.parse(longer, PayloadType.ASK);
        } catch (RefusedException refused) {
          assertThat(refused.code()).isEqualTo(RefusalCode.MALFORMED_ENVELOPE);
          continue;
        }
        // Inside payload or key id another well-formed envelope can result; nobody signed that one.
        assertThat(parsed.isSignedBy(TestKeys.ed25519("envelope").publicKey())).isFalse();
      }
    }
  }

  @Test
  @DisplayName("a payload that is larger than 64 KiB is refused")
  void tooLarge() {
    Envelope large = Envelope.sign(PayloadType.ASK, new byte[64 * 1024 + 1], Fixture.GATEWAY_KEY);
    assertThat(
            catchThrowableOfType(
                    RefusedException.class, () -> Envelope.parse(large.wire(), PayloadType.ASK))
                .code())
        .isEqualTo(RefusalCode.TOO_LARGE);
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThat(catchThrowableOfType(RefusedException.class, call).code())
        .isEqualTo(RefusalCode.MALFORMED_ENVELOPE);
  }
}
