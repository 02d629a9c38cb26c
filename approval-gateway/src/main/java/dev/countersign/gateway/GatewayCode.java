package dev.countersign.gateway;

import java.util.Locale;

/** Refusals that only the gateway's API knows, beside those of the protocol's verification. */
public enum GatewayCode {
  BAD_REQUEST,
  UNKNOWN_GRANT,
  WRONG_EXECUTOR,
  GRANT_EXPIRED,
  ALREADY_REDEEMED,
  BAD_REDEEM_SIGNATURE,
  INDEX_OUT_OF_RANGE,
  BAD_ASK_SIGNATURE,
  OUTCOME_ALREADY_REPORTED,
  NO_EXECUTOR,
  INVALID_TRANSACTION,
  ALREADY_ENROLLED,
  LAST_TOKEN,
  CHANGE_MISMATCH;

  /** The stable lower_snake_case form. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
