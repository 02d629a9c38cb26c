package dev.countersign.proof.verify;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.verify.ExamineCase.refused;
import static dev.countersign.proof.verify.ExamineCase.valid;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.SoftwareToken;
import dev.countersign.proof.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Every case of {@code examine} that has a vector, by verification step. */
final class ExamineCases {
  private final List<ExamineCase> cases = new ArrayList<>();

  private ExamineCases() {}

  static List<ExamineCase> all() {
    ExamineCases all = new ExamineCases();
    all.accepted();
    all.proofWrapper();
    all.statementForm();
    all.envelope();
    all.requestForm();
    all.unsupported();
    all.binding();
    all.time();
    all.device();
    all.approver();
    all.token();
    all.assertion();
    all.display();
    return List.copyOf(all.cases);
  }

  private void accepted() {
    add(valid(Decision.APPROVE, "approve", "S2.2", "an approval with everything in place"));
    add(valid(Decision.DENY, "deny", "", "a denial with everything in place"));
    add(
        valid(
            Decision.DENY_AND_REVOKE, "deny-and-revoke", "S3.9", "a denial that ends the session"));
    add(valid(Decision.DENY, "deny-in-haste", "", "a denial needs neither phrase nor review time"))
        .with(s -> s.statement(ExamineCases::hasty));
    add(valid(Decision.DENY, "deny-own", "", "a requester in the group may deny their own request"))
        .with(s -> s.request(r -> Edit.set(r, "requester.on_behalf_of", Fixture.PERSON)));
    add(valid(Decision.APPROVE, "approve-other-order", "", "members of the statement in any order"))
        .with(s -> s.statement(ExamineCases::rotated));
    add(valid(Decision.APPROVE, "approve-last-second", "", "judged in the last valid second"))
        .at(Fixture.EXPIRES_AT - 1);
    add(valid(Decision.APPROVE, "device-revoked-later", "", "the device was revoked afterwards"))
        .trust(trust(OptionalLong.of(Fixture.DECIDED_AT + 1), OptionalLong.empty()));
    add(valid(Decision.APPROVE, "counter-zero", "", "a token that keeps no counter"))
        .with(s -> s.token(Fixture.TOKEN.withCounter(0)));
  }

  private void proofWrapper() {
    proof("proof-space", "a space after a colon", t -> t.replaceFirst(":", ": "));
    proof("proof-newline", "a final newline", t -> t + "\n");
    proof(
        "proof-order",
        "d before v",
        t -> t.replaceFirst("\"v\":1,(\"d\":\"[^\"]*\")", "$1,\"v\":1"));
    proof("proof-escape", "a needless escape", t -> t.replaceFirst("\"d\"", "\"\\\\u0064\""));
    proof(
        "proof-padding",
        "padded base64url",
        t -> t.replaceFirst("(\"device_sig\":\"[^\"]*)\"", "$1==\""));
    proof("proof-unknown", "an unknown member", t -> t.replaceFirst("\\{", "{\"x\":1,"));
    proof("proof-duplicate", "a member given twice", t -> t.replaceFirst("\\{", "{\"v\":1,"));
    proof("proof-bom", "a byte order mark", t -> "\uFEFF" + t);
    proof("proof-empty", "no bytes", t -> "");
    proof("proof-float", "version 1.0", t -> t.replaceFirst("\"v\":1", "\"v\":1.0"));
    proof("proof-no-evidence", "no evidence", t -> t.replaceFirst("\"webauthn\"", "\"other\""));
    proof("proof-trailing-bits", "left-over bits in base64url", ExamineCases::strayBits);
    proof(
        "proof-standard-base64", "the other alphabet", t -> t.replace('_', '/').replace('-', '+'));
    add(refused(TOO_LARGE, "proof-too-large", "", "a proof of more than 32 KiB"))
        .proofText(t -> t + " ".repeat(32 * 1024));
    add(refused(UNSUPPORTED_VERSION, "proof-version", "", "a proof of version 2"))
        .proofText(t -> t.replaceFirst("\"v\":1", "\"v\":2"));
    add(refused(UNSUPPORTED_EVIDENCE, "evidence-x509", "", "a smart card's evidence"))
        .proofText(
            t -> t.replaceFirst("\"evidence\":.*", "\"evidence\":{\"x509\":{\"jws\":\"a.b.c\"}}}"));
  }

  private void statementForm() {
    statement("statement-unknown", "an unknown member", s -> Edit.set(s, "remember", "forever"));
    statement("statement-log-unknown", "an unknown member in log", s -> Edit.set(s, "log.x", 1));
    statement("statement-missing", "no nonce", s -> Edit.remove(s, "nonce"));
    statement(
        "statement-decision", "a decision that is none", s -> Edit.set(s, "decision", "maybe"));
    statement(
        "statement-index", "an intent outside the log", s -> Edit.set(s, "log.intent_index", 6));
    statement("statement-negative", "a negative review time", s -> Edit.set(s, "reviewed_ms", -1));
    statement(
        "statement-reason",
        "a reason that is too long",
        s -> Edit.set(s, "decision_reason", "x".repeat(2001)));
    add(refused(MALFORMED_STATEMENT, "statement-duplicate", "", "a decision given twice"))
        .with(s ->
            s.statementBytes(d -> bytes(text(d).replaceFirst("\\{", "{\"decision\":\"deny\","))));
    add(refused(MALFORMED_STATEMENT, "statement-minus-zero", "", "minus zero"))
        .with(s ->
            s.statementBytes(
                d -> bytes(text(d).replaceFirst("\"reviewed_ms\":\\d+", "\"reviewed_ms\":-0"))));
    add(refused(UNSUPPORTED_VERSION, "statement-version", "", "a statement of version 2"))
        .with(s -> s.statement(j -> Edit.set(j, "v", 2)));
    add(refused(TOO_LARGE, "statement-too-large", "", "a statement of more than 16 KiB"))
        .with(s -> s.statement(j -> Edit.set(j, "decision_reason", "x".repeat(16 * 1024))));
  }

  private void envelope() {
    envelope("envelope-space", "a space after a colon", t -> t.replaceFirst(":", ": "));
    envelope("envelope-newline", "a final newline", t -> t + "\n");
    envelope(
        "envelope-order",
        "type before payload",
        t -> t.replaceFirst("(\"payload\":\"[^\"]*\"),(\"payloadType\":\"[^\"]*\")", "$2,$1"));
    envelope(
        "envelope-escape",
        "an escaped slash",
        t -> t.replaceFirst("application/", "application\\\\/"));
    envelope(
        "envelope-padding",
        "padded base64url",
        t -> t.replaceFirst("(\"sig\":\"[^\"]*)\"", "$1==\""));
    envelope(
        "envelope-two-signatures",
        "a second signature",
        t -> t.replaceFirst("\\[(\\{.*\\})\\]", "[$1,$1]"));
    envelope("envelope-no-signature", "no signature", t -> t.replaceFirst("\\[\\{.*\\}\\]", "[]"));
    envelope(
        "envelope-type",
        "a grant in a request's place",
        t -> t.replace("approval-request", "grant"));
    envelope("envelope-unknown", "an unknown member", t -> t.replaceFirst("\\{", "{\"x\":1,"));
    add(refused(TOO_LARGE, "envelope-too-large", "", "an envelope of more than 64 KiB of payload"))
        .requestText(t -> t + " ".repeat(96 * 1024));
    add(refused(
            UNKNOWN_GATEWAY_KEY, "gateway-other-key", "S1.3", "signed by a key that is not pinned"))
        .with(s -> s.gateway(TestKeys.ed25519("another gateway")));
    add(refused(
            BAD_REQUEST_SIGNATURE,
            "gateway-signature",
            "S0.1",
            "another key under the pinned key id"))
        .with(s -> s.gateway(TestKeys.ed25519("another gateway")))
        .requestText(t ->
            t.replaceFirst(
                "\"keyid\":\"[^\"]*\"",
                "\"keyid\":\"" + Fixture.GATEWAY_KEY.publicKey().thumbprint() + "\""));
    add(refused(
            BAD_REQUEST_SIGNATURE,
            "gateway-payload",
            "S2.7",
            "a payload that was changed after signing"))
        .requestText(t -> t.replaceFirst("\"payload\":\"eyJ2IjoxL", "\"payload\":\"eyJ2IjoyL"));
    add(refused(GATEWAY_KEY_NOT_VALID, "gateway-key-early", "", "a key that was not valid yet"))
        .trust(gatewayKey(Fixture.ISSUED_AT + 1, Fixture.ISSUED_AT + 99, OptionalLong.empty()));
    add(refused(GATEWAY_KEY_NOT_VALID, "gateway-key-late", "", "a key that was no longer valid"))
        .trust(gatewayKey(0, Fixture.ISSUED_AT, OptionalLong.empty()));
    add(refused(
            GATEWAY_KEY_NOT_VALID, "gateway-key-compromised", "S1.7", "a key known as compromised"))
        .trust(gatewayKey(0, Fixture.ISSUED_AT + 99, OptionalLong.of(Fixture.ISSUED_AT)));
  }

  private void requestForm() {
    request("request-unknown", "an unknown member", r -> Edit.set(r, "note", "x"));
    request(
        "request-session-unknown",
        "an unknown member in session",
        r -> Edit.set(r, "session.note", "x"));
    request("request-missing-nonce", "no nonce", r -> Edit.remove(r, "nonce"));
    request("request-missing-session", "no session", r -> Edit.remove(r, "session"));
    request(
        "request-missing-cnf",
        "a session that is bound to no key",
        r -> Edit.remove(r, "session.cnf"));
    request(
        "request-long-life",
        "a life of more than an hour",
        r -> Edit.set(r, "exp", Fixture.ISSUED_AT + 3601));
    request("request-no-life", "no life at all", r -> Edit.set(r, "exp", Fixture.ISSUED_AT));
    request(
        "request-no-source",
        "a context value without its source",
        r -> Edit.remove(r, "session.attributes.address.source"));
    request(
        "request-short-nonce",
        "a nonce of 16 bytes",
        r -> Edit.set(r, "nonce", Fixture.EPOCH.base64Url()));
    request("request-space-id", "an id with a space", r -> Edit.set(r, "request_id", "req 1"));
    // The statement stays well-formed where an honest one would repeat the malformed value.
    String nonce = Edit.text(Fixture.requestPayload(), "nonce");
    cases.get(cases.size() - 2).with(s -> s.statement(j -> Edit.set(j, "nonce", nonce)));
    cases.getLast().with(s -> s.statement(j -> Edit.set(j, "request_id", Fixture.REQUEST_ID)));
    add(refused(UNSUPPORTED_VERSION, "request-version", "", "a request of version 2"))
        .with(s -> s.request(r -> Edit.set(r, "v", 2)));
  }

  private void unsupported() {
    unsupported("parent", r -> Edit.set(r, "parent", Fixture.json("{\"request_id\":\"r\"}")));
    unsupported("delegates", r -> Edit.set(r, "delegates", new JsonArray(List.of())));
    unsupported(
        "break-glass", r -> Edit.set(r, "break_glass", Fixture.json("{\"incident\":\"i\"}")));
    unsupported("offline", r -> Edit.set(r, "offline", new JsonBoolean(true)));
    unsupported("window", r -> Edit.set(r, "access", Fixture.json("{\"seconds\":60}")));
    unsupported("queued", r -> Edit.set(r, "execution", "queued"));
    unsupported("confirms", r -> Edit.set(r, "execution", Fixture.json("{\"confirms\":{}}")));
    unsupported("quorum-two", r -> Edit.set(r, "quorum.k", 2));
    unsupported("quorum-slots", r -> Edit.set(r, "quorum.slots", JsonArrays.twoSlots()));
    add(refused(UNSUPPORTED_FEATURE, "statement-offline", "", "an offline statement"))
        .with(s -> s.statement(j -> Edit.set(j, "offline", new JsonBoolean(true))));
  }

  private void binding() {
    add(refused(
            REQUEST_MISMATCH,
            "other-request",
            "S0.8",
            "the same approver's proof for another request"))
        .proofOf(Fixture.approval().request(r -> Edit.set(r, "request_id", "req-other")));
    add(refused(REQUEST_MISMATCH, "drift", "S2.7", "the request changed after it was displayed"))
        .proofOf(Fixture.approval())
        .with(s -> s.request(r -> Edit.set(r, "authorization_details.0.grace_seconds", 901)));
    mismatch(STATEMENT_MISMATCH, "statement-request-id", "S2.14", "request_id", "req-other");
    mismatch(STATEMENT_MISMATCH, "statement-session", "S2.2", "session_id", "ses-other");
    mismatch(STATEMENT_MISMATCH, "statement-cnf", "S3.6", "session_cnf", Fixture.DEVICE_JKT);
    mismatch(WRONG_ISSUER, "statement-issuer", "S1.3", "iss", "other.example.com");
    mismatch(WRONG_AUDIENCE, "statement-audience", "S1.3", "aud", "other.example.com");
    mismatch(WRONG_EPOCH, "statement-epoch", "S1.3", "epoch", Bytes.of(new byte[16]).base64Url());
    mismatch(WRONG_NONCE, "statement-nonce", "S1.4", "nonce", Fixture.otherDigest().toString());
    add(refused(WRONG_ISSUER, "request-issuer", "S1.3", "a request of another issuer"))
        .with(s -> s.request(r -> Edit.set(r, "iss", "other.example.com")));
    add(refused(WRONG_AUDIENCE, "request-audience", "S1.3", "a request for another audience"))
        .with(s -> s.request(r -> Edit.set(r, "aud", "other.example.com")));
  }

  private void time() {
    add(refused(EXPIRED, "expired", "S2.1", "judged in the second in which it expires"))
        .at(Fixture.EXPIRES_AT);
    add(refused(EXPIRED, "expired-claim", "S2.15", "made after expiry by its own claim"))
        .with(s -> s.statement(j -> Edit.set(j, "at", Fixture.EXPIRES_AT)));
    add(refused(NOT_YET_VALID, "not-yet-valid", "S0.7", "judged before the request was issued"))
        .at(Fixture.ISSUED_AT - 1);
    add(refused(NOT_YET_VALID, "not-yet-valid-claim", "S0.7", "made before the request existed"))
        .with(s -> s.statement(j -> Edit.set(j, "at", Fixture.ISSUED_AT - 1)));
  }

  private void device() {
    String stranger = TestKeys.p256("stranger").publicKey().thumbprint();
    mismatch(UNKNOWN_DEVICE, "device-unknown", "S0.5", "device_jkt", stranger);
    add(refused(
            BAD_DEVICE_SIGNATURE, "device-signature", "S2.3", "another device signed in its name"))
        .with(s -> s.deviceSigner(TestKeys.p256("stranger")));
    add(refused(DEVICE_REVOKED, "device-revoked", "S0.5", "the device was revoked before"))
        .trust(trust(OptionalLong.of(Fixture.DECIDED_AT), OptionalLong.empty()));
    mismatch(DEVICE_MISMATCH, "device-of-another", "S2.6", "approver", "jonas");
  }

  private void approver() {
    add(refused(APPROVER_NOT_ELIGIBLE, "approver-group", "", "an approver of another group"))
        .with(s ->
            s.request(r ->
                Edit.set(r, "quorum.slots.0.groups", JsonArray.ofStrings(List.of("network")))));
    add(refused(APPROVER_NOT_ELIGIBLE, "deny-group", "", "a denial needs the group too"))
        .with(s ->
            s.decision(Decision.DENY)
                .request(r ->
                    Edit.set(r, "quorum.slots.0.groups", JsonArray.ofStrings(List.of("network")))));
    add(refused(APPROVER_IS_REQUESTER, "approver-requester", "", "their own request"))
        .with(s -> s.request(r -> Edit.set(r, "requester.id", Fixture.APPROVER)));
    add(refused(APPROVER_IS_REQUESTER, "approver-principal", "", "a request on their own behalf"))
        .with(s -> s.request(r -> Edit.set(r, "requester.on_behalf_of", Fixture.PERSON)));
  }

  private void token() {
    add(refused(UNKNOWN_TOKEN, "token-unknown", "S0.5", "a token that is not enrolled"))
        .with(s -> s.token(SoftwareToken.named("stranger")));
    add(refused(TOKEN_REVOKED, "token-revoked", "S0.5", "the token was revoked before"))
        .trust(trust(OptionalLong.empty(), OptionalLong.of(Fixture.DECIDED_AT)));
    add(refused(TOKEN_NOT_ALLOWED, "token-model", "", "a model that the request does not allow"))
        .with(s ->
            s.request(r ->
                Edit.set(
                    r,
                    "confirmation.aaguids",
                    JsonArray.ofStrings(List.of("c0de0000-0000-4000-8000-00000000ffff")))));
    add(refused(TOKEN_NOT_ALLOWED, "token-kind", "", "a kind that the request does not allow"))
        .with(s ->
            s.request(r ->
                Edit.set(r, "confirmation.token_kinds", JsonArray.ofStrings(List.of("x509")))));
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

  private void display() {
    add(refused(UNKNOWN_TEMPLATE, "template-unknown", "", "a template that nobody has"))
        .with(s -> s.request(r -> Edit.set(r, "display.sha256", Fixture.otherDigest().toString())));
    mismatch(
        DISPLAY_MISMATCH,
        "display-mismatch",
        "S2.7",
        "display_digest",
        Fixture.otherDigest().toString());
    add(refused(PHRASE_REQUIRED, "phrase-required", "", "the phrase was not typed"))
        .with(s -> s.statement(j -> Edit.set(j, "phrase_typed", new JsonBoolean(false))));
    add(refused(REVIEW_TOO_SHORT, "review-too-short", "", "a review of one millisecond less"))
        .with(s -> s.statement(j -> Edit.set(j, "reviewed_ms", 4999)));
  }

  private ExamineCase add(ExamineCase each) {
    cases.add(each);
    return each;
  }

  private void proof(String name, String about, UnaryOperator<String> edit) {
    add(refused(MALFORMED_PROOF, name, "", "proof: " + about)).proofText(edit);
  }

  private void statement(String name, String about, UnaryOperator<JsonObject> edit) {
    add(refused(MALFORMED_STATEMENT, name, "", "statement: " + about)).with(s -> s.statement(edit));
  }

  private void envelope(String name, String about, UnaryOperator<String> edit) {
    add(refused(MALFORMED_ENVELOPE, name, "", "envelope: " + about)).requestText(edit);
  }

  private void request(String name, String about, UnaryOperator<JsonObject> edit) {
    add(refused(MALFORMED_REQUEST, name, "S1.11", "request: " + about)).with(s -> s.request(edit));
  }

  private void unsupported(String name, UnaryOperator<JsonObject> edit) {
    add(refused(UNSUPPORTED_FEATURE, "unsupported-" + name, "", "a request with " + name))
        .with(s -> s.request(edit));
  }

  private void mismatch(RefusalCode code, String name, String ids, String member, String value) {
    add(refused(code, name, ids, "a statement with another " + member))
        .with(s -> s.statement(j -> Edit.set(j, member, value)));
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

  private void signature(
      String name, String about, java.util.function.Function<WebAuthnEvidence, Bytes> edit) {
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

  /** 64 bytes end in a base64url character of which four bits say nothing. */
  private static String strayBits(String proof) {
    int end = proof.indexOf('"', proof.indexOf("\"device_sig\":\"") + 14);
    char last = proof.charAt(end - 1);
    return proof.substring(0, end - 1) + (char) (last + 1) + proof.substring(end);
  }

  private static JsonObject hasty(JsonObject statement) {
    return Edit.set(Edit.set(statement, "phrase_typed", new JsonBoolean(false)), "reviewed_ms", 0);
  }

  private static JsonObject rotated(JsonObject statement) {
    return Edit.set(Edit.remove(statement, "v"), "v", 1);
  }

  private static TrustFile trust(OptionalLong deviceRevoked, OptionalLong tokenRevoked) {
    TrustFile.Approver maria = Fixture.trust().approvers().getFirst();
    TrustFile.Token token = maria.tokens().getFirst();
    return new TrustFile(
        Fixture.gatewayKeys(),
        Fixture.AUDIENCE,
        List.of(
            new TrustFile.Approver(
                maria.id(),
                maria.person(),
                maria.groups(),
                List.of(new TrustFile.Token(token.credential(), tokenRevoked)),
                List.of(new TrustFile.Device(Fixture.DEVICE_KEY.publicKey(), deviceRevoked)))));
  }

  private static TrustFile gatewayKey(long from, long to, OptionalLong compromised) {
    GatewayKeys.Pinned pinned =
        new GatewayKeys.Pinned(Fixture.GATEWAY_KEY.publicKey(), from, to, compromised);
    return new TrustFile(
        new GatewayKeys(Fixture.ISSUER, List.of(pinned)),
        Fixture.AUDIENCE,
        Fixture.trust().approvers());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Trees that are too long for a line above. */
  private static final class JsonArrays {
    private static JsonArray twoSlots() {
      JsonObject slot = (JsonObject) Edit.get(Fixture.requestPayload(), "quorum.slots.0");
      return new JsonArray(List.of(slot, slot));
    }
  }
}
