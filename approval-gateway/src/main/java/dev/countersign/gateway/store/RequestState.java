package dev.countersign.gateway.store;

import java.util.Locale;

/** The state of a request; every state but {@code PENDING} is final, save {@code APPROVED}. */
public enum RequestState {
  PENDING,
  /** May still become {@code DENIED} or {@code REVOKED} while its grant is not redeemed. */
  APPROVED,
  DENIED,
  WITHDRAWN,
  SUPERSEDED,
  EXPIRED,
  REVOKED;

  /** The name in the API. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static RequestState ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
