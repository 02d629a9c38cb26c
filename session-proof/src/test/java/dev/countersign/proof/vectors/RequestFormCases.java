package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.refused;

import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.TrustFile;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Steps 1 and 2: the envelope, its signer, and the form of the request. */
final class RequestFormCases extends ExamineTopic {
  RequestFormCases() {
    wrapper();
    signer();
    requestForm();
  }

  private void wrapper() {
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
  }

  private void signer() {
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
    cases().get(cases().size() - 2).with(s -> s.statement(j -> Edit.set(j, "nonce", nonce)));
    cases().getLast().with(s -> s.statement(j -> Edit.set(j, "request_id", Fixture.REQUEST_ID)));
    add(refused(UNSUPPORTED_VERSION, "request-version", "", "a request of version 2"))
        .with(s -> s.request(r -> Edit.set(r, "v", 2)));
  }

  private void envelope(String name, String about, UnaryOperator<String> edit) {
    add(refused(MALFORMED_ENVELOPE, name, "", "envelope: " + about)).requestText(edit);
  }

  private void request(String name, String about, UnaryOperator<JsonObject> edit) {
    add(refused(MALFORMED_REQUEST, name, "S1.11", "request: " + about)).with(s -> s.request(edit));
  }

  private static TrustFile gatewayKey(long from, long to, OptionalLong compromised) {
    GatewayKeys.Pinned pinned =
        new GatewayKeys.Pinned(Fixture.GATEWAY_KEY.publicKey(), from, to, compromised);
    return new TrustFile(
        new GatewayKeys(Fixture.ISSUER, List.of(pinned)),
        Fixture.AUDIENCE,
        Fixture.trust().approvers());
  }
}
