package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.refused;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.testing.Fixture;
import java.util.function.UnaryOperator;

/** What no trust file may be: it is refused before anything is judged by it. */
final class TrustCases extends ExamineTopic {
  TrustCases() {
    trust(MALFORMED_JSON, "empty", "no bytes", t -> "");
    trust(MALFORMED_JSON, "duplicate", "an issuer given twice", t -> twice(t, "issuer"));
    trust(MALFORMED_JSON, "unknown", "an unknown member", t -> t.replaceFirst("\\{", "{\"x\":1,"));
    trust(
        MALFORMED_JSON,
        "keyid",
        "a key id that is not the key's thumbprint",
        t -> t.replaceFirst("\"keyid\":\"[^\"]*\"", "\"keyid\":\"another\""));
    trust(
        MALFORMED_JSON,
        "jwk",
        "a JWK with a member more",
        t -> t.replaceFirst("\"kty\":", "\"alg\":\"EdDSA\",\"kty\":"));
    trust(MALFORMED_JSON, "cose", "a COSE key for another algorithm", TrustCases::otherAlgorithm);
    trust(
        MALFORMED_JSON,
        "twins",
        "two approvers of one id",
        t -> t.replace("\"id\":\"jonas\"", "\"id\":\"" + Fixture.APPROVER + "\""));
    trust(
        MALFORMED_BASE64URL,
        "base64",
        "a padded credential id",
        t -> t.replaceFirst("(\"credential_id\":\"[^\"]*)\"", "$1=\""));
    trust(UNSUPPORTED_VERSION, "version", "version 2", t -> t.replaceFirst("\"v\":1", "\"v\":2"));
    trust(
        UNSUPPORTED_FEATURE,
        "token-kind",
        "a kind of token that nobody knows",
        t -> t.replace("\"kind\":\"fido2\"", "\"kind\":\"passkey\""));
  }

  private void trust(RefusalCode code, String name, String about, UnaryOperator<String> edit) {
    add(refused(code, "trust-" + name, "", "trust file: " + about)).trustText(edit);
  }

  private static String twice(String text, String member) {
    return text.replaceFirst("(\"" + member + "\":\"[^\"]*\",)", "$1$1");
  }

  /** {@code {1: 2, 3: -8, …}} for {@code {1: 2, 3: -7, …}}. */
  private static String otherAlgorithm(String text) {
    String cose = Fixture.TOKEN.cose().base64Url();
    byte[] changed = Fixture.TOKEN.cose().toArray();
    changed[4] = 0x27;
    return text.replace(cose, Bytes.of(changed).base64Url());
  }
}
