package dev.countersign.gateway.enrollment;

import java.util.Locale;

/** What a token's attestation was worth at enrolment. */
public enum Attestation {
  /** It leads to a configured root. */
  TRUSTED,
  /** It is there and leads nowhere we know. */
  UNTRUSTED,
  /** The credential vouches for itself. */
  SELF,
  NONE;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
