package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.refused;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.SoftwareToken;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Step 11: the assertion. */
final class AssertionCases extends ExamineTopic {
  AssertionCases() {
    assertion();
  }

  private void assertion() {
    client("client-origin", "S1.3", "another origin", t -> t.replace("countersign://", "https://"));
    client("client-type", "", "an enrolment's client data", t -> t.replace(".get", ".create"));
    client(
        "client-challenge",
        "S0.1",
        "another challenge",
        t ->
            t.replaceFirst(
                "\"challenge\":\"[^\"]*\"", "\"challenge\":\"" + Fixture.otherDigest() + "\""));
    client("client-cross-origin", "", "a cross-origin frame", t -> t.replace(":false", ":true"));
    client("client-space", "", "the same meaning in other bytes", t -> t.replaceFirst(",", ", "));
    client("client-extra", "", "an extra member", t -> t.replace("}", ",\"x\":1}"));
    add(refused(
            CLIENT_DATA_MISMATCH,
            "reused-assertion",
            "S2.14",
            "an assertion made for another decision"))
        .with(
            s -> s.evidence(e -> Fixture.TOKEN.assertion(Fixture.otherDigest(), Fixture.AUDIENCE)));
    flags(USER_NOT_PRESENT, "flags-no-touch", "S0.10", "nobody touched the token", 0x04);
    flags(USER_NOT_VERIFIED, "flags-no-pin", "S0.10", "the token did not verify its user", 0x01);
    flags(USER_NOT_PRESENT, "flags-none", "S0.10", "neither touch nor verification", 0x00);
    flags(UNEXPECTED_FLAGS, "flags-backup-eligible", "S2.3", "a key that can be synced", 0x0d);
    flags(UNEXPECTED_FLAGS, "flags-backed-up", "S2.3", "a key that was synced", 0x1d);
    flags(UNEXPECTED_FLAGS, "flags-extensions", "", "extension data announced", 0x85);
    flags(UNEXPECTED_FLAGS, "flags-attested", "", "attested data announced", 0x45);
    flags(UNEXPECTED_FLAGS, "flags-reserved", "", "a reserved flag", 0x07);
    add(refused(MALFORMED_AUTHENTICATOR_DATA, "authenticator-short", "", "36 bytes"))
        .with(s -> s.authenticatorData(d -> d.slice(0, 36)));
    add(refused(MALFORMED_AUTHENTICATOR_DATA, "authenticator-long", "", "38 bytes"))
        .with(s -> s.authenticatorData(d -> Bytes.of(java.util.Arrays.copyOf(d.toArray(), 38))));
    add(refused(WRONG_RP_ID, "rp-id", "S1.3", "an assertion for another RP ID"))
        .with(
            s -> s.authenticatorData(d -> Fixture.TOKEN.authenticatorData("other.example.com", 5)));
    signature("signature-other-key", "another key signed", e -> stranger(e).signature());
    signature("signature-not-der", "a signature in the 64-byte form", e -> Bytes.of(new byte[64]));
    signature(
        "signature-trailing",
        "a byte after the signature",
        e -> Bytes.of(java.util.Arrays.copyOf(e.signature().toArray(), e.signature().size() + 1)));
    signature("signature-empty", "no signature", e -> Bytes.of(new byte[0]));
    signature(
        "signature-zero",
        "r and s are zero",
        e -> Bytes.of(new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0}));
    signature("signature-long-form", "a length in its long form", e -> longForm(e.signature()));
  }

  private void client(String name, String ids, String about, UnaryOperator<String> edit) {
    add(refused(CLIENT_DATA_MISMATCH, name, ids, "client data: " + about))
        .with(s -> s.clientData(c -> Bytes.utf8(edit.apply(text(c.toArray())))));
  }

  private void flags(RefusalCode code, String name, String ids, String about, int flags) {
    add(refused(code, name, ids, about))
        .with(s ->
            s.authenticatorData(d -> Fixture.TOKEN.authenticatorData(Fixture.AUDIENCE, flags)));
  }

  private void signature(String name, String about, Function<WebAuthnEvidence, Bytes> edit) {
    add(refused(BAD_TOKEN_SIGNATURE, name, "S0.4", about))
        .with(s ->
            s.evidence(e ->
                new WebAuthnEvidence(
                    e.credentialId(), e.authenticatorData(), e.clientDataJson(), edit.apply(e))));
  }

  private static WebAuthnEvidence stranger(WebAuthnEvidence honest) {
    return SoftwareToken.named("stranger")
        .assertion(
            Fixture.otherDigest(),
            Fixture.AUDIENCE,
            d -> honest.authenticatorData(),
            c -> honest.clientDataJson());
  }

  private static Bytes longForm(Bytes der) {
    byte[] plain = der.toArray();
    byte[] longer = new byte[plain.length + 1];
    longer[0] = plain[0];
    longer[1] = (byte) 0x81;
    System.arraycopy(plain, 1, longer, 2, plain.length - 1);
    return Bytes.of(longer);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
