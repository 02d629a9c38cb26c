package dev.countersign.proof.request;

import java.util.Locale;

/** What kind of live session asks. */
public enum SessionKind {
  AGENT,
  PIPELINE,
  SSH,
  API,
  CONSOLE,
  OT;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
