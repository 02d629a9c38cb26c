package dev.countersign.proof.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestKeys;
import java.math.BigInteger;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final byte[] MESSAGE = {1, 2, 3};
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final P256SigningKey p256 = TestKeys.p256("keys");
  private final Ed25519SigningKey ed25519 = TestKeys.ed25519("keys");

  @Test
  @DisplayName("both kinds of signature verify on the Java platform too")
  void platform() throws Exception {
    Signature ecdsa = Signature.getInstance("SHA256withECDSAinP1363Format");
    ecdsa.initVerify(p256.publicKey().toJava());
    ecdsa.update(MESSAGE);
    assertThat(ecdsa.verify(p256.sign(MESSAGE))).isTrue();
    Signature edwards = Signature.getInstance("Ed25519");
    edwards.initVerify(ed25519.publicKey().toJava());
    edwards.update(MESSAGE);
    assertThat(edwards.verify(ed25519.sign(MESSAGE))).isTrue();
  }

  @Test
  @DisplayName("the RFC 7638 example of an Ed25519 key has the published thumbprint")
  void thumbprint() throws Exception {
    // RFC 8037, appendix A.3.
    JsonObject jwk =
        Fixture.json(
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
    assertThat(VerifyingKey.fromJwk(jwk, RefusalCode.MALFORMED_JSON).thumbprint())
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  @Test
  @DisplayName("a signature of zero, of the group order, or of another length is refused")
  void degenerate() {
    VerifyingKey key = p256.publicKey();
    byte[] good = p256.sign(MESSAGE);
    assertThat(key.verifies(MESSAGE, good)).isTrue();
    byte[] n = Arrays.copyOfRange(ORDER.toByteArray(), 1, 33);
    for (int half = 0; half < 2; half++) {
      for (byte[] value : List.of(new byte[32], n)) {
        byte[] bad = good.clone();
        System.arraycopy(value, 0, bad, 32 * half, 32);
        assertThat(key.verifies(MESSAGE, bad)).isFalse();
      }
    }
    for (int length : new int[] {0, 1, 63, 65, 72}) {
      assertThat(key.verifies(MESSAGE, Arrays.copyOf(good, length))).isFalse();
      assertThat(ed25519.publicKey().verifies(MESSAGE, Arrays.copyOf(good, length))).isFalse();
    }
    assertThat(key.verifies(new byte[] {1, 2, 4}, good)).isFalse();
  }

  @Test
  @DisplayName("hostile DER is no signature and never an exception")
  void der() {
    for (String hex :
        List.of(
            "",
            "30",
            "3000",
            "300602010002010",
            "30060201000201",
            "3006020100020100",
            "3080020101020101",
            "0000",
            "308200060201010201",
            "30060201ff0201ff",
            "ffffffff",
            "30840000000602010102010100",
            "3009020101020101020101",
            "3003020101",
            "310602010102",
            "30060501010501")) {
      byte[] bytes = java.util.HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0");
      assertThat(p256.publicKey().verifiesDer(MESSAGE, bytes)).isFalse();
    }
  }

  @Test
  @DisplayName("a JWK with private, foreign, missing or off-curve members is refused")
  void jwk() {
    JsonObject good = p256.publicKey().jwk();
    for (JsonObject bad :
        List.of(
            Edit.set(good, "d", good.get("x").orElseThrow()),
            Edit.set(good, "kid", "x"),
            Edit.set(good, "alg", "ES256"),
            Edit.set(good, "crv", "P-384"),
            Edit.set(good, "crv", "Ed25519"),
            Edit.set(good, "kty", "RSA"),
            Edit.set(good, "x", good.get("y").orElseThrow()),
            Edit.set(good, "x", Bytes.of(new byte[31]).base64Url()),
            Edit.set(good, "y", Bytes.of(new byte[32]).base64Url()),
            Edit.remove(good, "y"))) {
      refused(() -> VerifyingKey.fromJwk(bad, RefusalCode.MALFORMED_JSON));
    }
  }

  @Test
  @DisplayName("a COSE key is taken in its one form only")
  void cose() throws Exception {
    Bytes good = CoseKey.write(p256.publicKey());
    assertThat(CoseKey.read(good, RefusalCode.MALFORMED_JSON)).isEqualTo(p256.publicKey());
    for (int at = 0; at < good.size(); at++) {
      byte[] bad = good.toArray();
      bad[at] ^= 1;
      refused(() -> CoseKey.read(Bytes.of(bad), RefusalCode.MALFORMED_JSON));
    }
    refused(() -> CoseKey.read(good.slice(0, 76), RefusalCode.MALFORMED_JSON));
    refused(() -> CoseKey.read(Bytes.of(new byte[0]), RefusalCode.MALFORMED_JSON));
  }

  @Test
  @DisplayName("a private key survives its file form and never shows itself")
  void files() throws Exception {
    assertThat(P256SigningKey.fromPkcs8(p256.toPkcs8Unsafe()).publicKey())
        .isEqualTo(p256.publicKey());
    assertThat(Ed25519SigningKey.fromPkcs8(ed25519.toPkcs8Unsafe()).publicKey())
        .isEqualTo(ed25519.publicKey());
    assertThat(
            catchThrowableOfType(
                java.io.IOException.class, () -> P256SigningKey.fromPkcs8(ed25519.toPkcs8Unsafe())))
        .isNotNull();
    assertThat(p256.toString()).isEqualTo("private key of " + p256.publicKey());
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    RefusedException refusal = catchThrowableOfType(RefusedException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(RefusalCode.MALFORMED_JSON);
  }
}
