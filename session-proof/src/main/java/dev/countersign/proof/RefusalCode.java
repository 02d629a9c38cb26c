package dev.countersign.proof;

import java.util.Locale;

/**
 * Why something was refused. The wire form is lower_snake_case and never changes its meaning; the
 * number is the verification step of {@code docs/protocol.md} that raises it first.
 */
public enum RefusalCode {
  // Step 1: sizes, wrapper bytes, strict parse, version.
  TOO_LARGE(1),
  MALFORMED_JSON(1),
  MALFORMED_BASE64URL(1),
  MALFORMED_ENVELOPE(1),
  MALFORMED_PROOF(1),
  MALFORMED_STATEMENT(1),
  MALFORMED_JWS(1),
  MALFORMED_CERTIFICATE(1),
  UNSUPPORTED_VERSION(1),
  // Step 2: the request.
  UNKNOWN_REQUEST(2),
  UNKNOWN_GATEWAY_KEY(2),
  GATEWAY_KEY_NOT_VALID(2),
  BAD_REQUEST_SIGNATURE(2),
  MALFORMED_REQUEST(2),
  UNSUPPORTED_FEATURE(2),
  REQUEST_MISMATCH(2),
  STATEMENT_MISMATCH(2),
  // Step 3: issuer, audience, epoch, nonce.
  WRONG_ISSUER(3),
  WRONG_AUDIENCE(3),
  WRONG_EPOCH(3),
  WRONG_NONCE(3),
  // Step 4: time.
  NOT_YET_VALID(4),
  EXPIRED(4),
  // Step 5: the request is still pending.
  ALREADY_DECIDED(5),
  WITHDRAWN(5),
  SUPERSEDED(5),
  REVOKED(5),
  // Step 5, for a chained request: its parents.
  UNKNOWN_PARENT(5),
  PARENT_MISMATCH(5),
  OUTLIVES_PARENT(5),
  OUTSIDE_PARENT(5),
  TOO_DEEP(5),
  PARENT_NOT_LIVE(5),
  TOO_MANY_CHILDREN(5),
  // Step 6: the requester session.
  SESSION_ENDED(6),
  SESSION_CHANGED(6),
  // Step 7: the session challenge.
  UNKNOWN_CHALLENGE(7),
  CHALLENGE_USED(7),
  CHALLENGE_EXPIRED(7),
  CHALLENGE_MISMATCH(7),
  // Step 8: the device.
  UNKNOWN_DEVICE(8),
  DEVICE_REVOKED(8),
  DEVICE_SUSPENDED(8),
  BAD_DEVICE_SIGNATURE(8),
  DEVICE_MISMATCH(8),
  // Step 9: the approver.
  UNKNOWN_APPROVER(9),
  APPROVER_REVOKED(9),
  APPROVER_NOT_ELIGIBLE(9),
  APPROVER_IS_REQUESTER(9),
  // Step 10: the token.
  UNKNOWN_TOKEN(10),
  TOKEN_REVOKED(10),
  TOKEN_SUSPENDED(10),
  TOKEN_NOT_ALLOWED(10),
  DEMO_KEY_REFUSED(10),
  // Step 11: the evidence.
  CLIENT_DATA_MISMATCH(11),
  MALFORMED_AUTHENTICATOR_DATA(11),
  WRONG_RP_ID(11),
  USER_NOT_PRESENT(11),
  USER_NOT_VERIFIED(11),
  UNEXPECTED_FLAGS(11),
  BAD_TOKEN_SIGNATURE(11),
  WRONG_ALGORITHM(11),
  PAYLOAD_MISMATCH(11),
  CERTIFICATE_NOT_TRUSTED(11),
  CERTIFICATE_NOT_ALLOWED(11),
  CERTIFICATE_NOT_YET_VALID(11),
  CERTIFICATE_EXPIRED(11),
  CERTIFICATE_REVOKED(11),
  REVOCATION_UNKNOWN(11),
  // Step 12: what was displayed.
  UNKNOWN_TEMPLATE(12),
  DISPLAY_MISMATCH(12),
  PHRASE_REQUIRED(12),
  REVIEW_TOO_SHORT(12),
  // Step 13: the device's audit log.
  MALFORMED_LOG_EVIDENCE(13),
  BAD_LOG_EVIDENCE_SIGNATURE(13),
  LOG_INTENT_MISMATCH(13),
  LOG_NOT_INCLUDED(13),
  LOG_WITNESS_OUTDATED(13),
  LOG_FORK(13),
  // Step 14: policy and risk at the time of use.
  POLICY_DENIED(14),
  // Step 15: the one transaction.
  COUNTER_NOT_RISING(15);

  private final int step;

  RefusalCode(int step) {
    this.step = step;
  }

  /** The verification step, 1 to 15. */
  public int step() {
    return step;
  }

  /** The stable lower_snake_case form. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
