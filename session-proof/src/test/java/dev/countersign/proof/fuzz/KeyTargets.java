package dev.countersign.proof.fuzz;

import static dev.countersign.proof.RefusalCode.MALFORMED_BASE64URL;
import static dev.countersign.proof.RefusalCode.MALFORMED_CERTIFICATE;
import static dev.countersign.proof.RefusalCode.MALFORMED_JSON;
import static dev.countersign.proof.RefusalCode.MALFORMED_JWS;
import static dev.countersign.proof.RefusalCode.TOO_LARGE;
import static dev.countersign.proof.RefusalCode.UNKNOWN_TOKEN;
import static dev.countersign.proof.fuzz.FuzzTarget.require;
import static dev.countersign.proof.fuzz.FuzzTarget.same;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.x509.CardJws;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.Crl;
import dev.countersign.proof.x509.OcspResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keys, signatures and certificates. */
final class KeyTargets {
  private static final byte[] MESSAGE = {1, 2, 3};

  private KeyTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("cose-key", KeyTargets::cose, UNKNOWN_TOKEN),
        FuzzTarget.of("jwk", KeyTargets::jwk, MALFORMED_JSON, MALFORMED_BASE64URL, TOO_LARGE),
        FuzzTarget.of("signature", KeyTargets::signature),
        FuzzTarget.of("jws", KeyTargets::jws, MALFORMED_JWS, MALFORMED_CERTIFICATE, TOO_LARGE),
        FuzzTarget.of("certificate", KeyTargets::certificate, MALFORMED_CERTIFICATE, TOO_LARGE),
        FuzzTarget.of("crl", input -> Crl.parse(Bytes.of(input)), MALFORMED_CERTIFICATE, TOO_LARGE),
        FuzzTarget.of(
            "ocsp",
            input -> OcspResponse.parse(Bytes.of(input)),
            MALFORMED_CERTIFICATE,
            TOO_LARGE));
  }

  private static void cose(byte[] input) throws RefusedException {
    same(
        Bytes.of(input),
        CoseKey.write(CoseKey.read(Bytes.of(input), UNKNOWN_TOKEN)),
        "the COSE key");
  }

  private static void jwk(byte[] input) throws RefusedException {
    VerifyingKey key = VerifyingKey.fromJwk(StrictJson.parseObject(input), MALFORMED_JSON);
    same(StrictJson.parseObject(input), key.jwk(), "the JWK");
  }

  /** Nobody but the key signs; hostile bytes are an answer, not an exception. */
  private static void signature(byte[] input) {
    require(
        !Fixture.DEVICE_KEY.publicKey().verifiesDer(MESSAGE, input)
            && !Fixture.DEVICE_KEY.publicKey().verifies(MESSAGE, input)
            && !Fixture.GATEWAY_KEY.publicKey().verifies(MESSAGE, input),
        "a forged signature");
  }

  private static void jws(byte[] input) throws RefusedException {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    same(text, CardJws.parse(text, CardJws.Type.DECISION).compact(), "the JWS");
  }

  private static void certificate(byte[] input) throws RefusedException {
    same(Bytes.of(input), Certificate.parse(Bytes.of(input)).der(), "the certificate");
  }
}
