package dev.countersign.proof.presentation;

import java.util.List;

/**
 * One signed value.
 *
 * @param pointer RFC 6901 JSON pointer into the payload, not yet made visible
 * @param value the value verbatim: a string's characters, an integer's digits, {@code true}, {@code
 *     null}, <code>{}</code> or {@code []}
 */
public record Leaf(String pointer, LeafType type, String value, Voice voice) {

  /** The value as runs for the screen. */
  public List<VisibleText.Run> valueRuns() {
    return VisibleText.runs(value);
  }
}
