package dev.countersign.desktop.wiring;

/** What opening the desk gave. */
public sealed interface Opening {
  /** The desk is open; the caller closes it. */
  record Open(OpenDesk desk) implements Opening {}

  /** It is not, and nothing can be decided; one sentence for a person. */
  record Refused(String sentence) implements Opening {}
}
