package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.refused;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;

/** Steps 2 to 4 and 12: what binds a statement to one request, moment and display. */
final class BindingCases extends ExamineTopic {
  BindingCases() {
    binding();
    time();
    display();
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
}
