package dev.countersign.gateway.grant;

import java.util.Locale;

/** What the executor says became of a redeemed action. */
public enum ExecutionResult {
  EXECUTED,
  FAILED,
  /** Also after a time-out; never a licence to try again. */
  UNKNOWN;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
