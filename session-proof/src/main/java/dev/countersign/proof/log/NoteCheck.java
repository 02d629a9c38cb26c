package dev.countersign.proof.log;

import java.util.List;

/** What checking the signatures of a note against known keys showed. */
public sealed interface NoteCheck {
  /**
   * At least one known key signed, and every line of a known key verifies; {@code by} lists them in
   * the order of the lines.
   */
  record Signed(List<NoteVerifier> by) implements NoteCheck {
    public Signed {
      by = List.copyOf(by);
    }

    /** Whether this very key is among the signers. */
    public boolean includes(NoteVerifier key) {
      return by.contains(key);
    }
  }

  /** A line claims to be by this known key but does not verify: the whole note is worthless. */
  record BadSignature(String name) implements NoteCheck {}

  /** No line is by a known key. */
  record NoKnownKey() implements NoteCheck {}
}
