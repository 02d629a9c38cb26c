package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import java.util.Locale;

/** Where a context value comes from, strongest first; the desk shows it beside the value. */
public enum Source {
  /** Proven by a signature that the gateway checked. */
  ATTESTED,
  /** Seen by the gateway itself. */
  OBSERVED,
  /** Said by the requester. */
  CLAIMED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Source read(ObjectReader reader) throws RefusedException {
    return WireNames.read(reader, "source", values(), Source::wire);
  }
}
