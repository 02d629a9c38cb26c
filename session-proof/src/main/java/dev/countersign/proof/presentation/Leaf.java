package dev.countersign.proof.presentation;

import java.util.Arrays;
import java.util.List;

/**
 * One signed value.
 *
 * @param pointer RFC 6901 JSON pointer into the payload, not yet made visible
 * @param value the value verbatim: a string's characters, an integer's digits, {@code true}, {@code
 *     null}, <code>{}</code> or {@code []}
 */
public record Leaf(String pointer, LeafType type, String value, Voice voice) {

  /** The pointer without its first {@code depth} steps, steps parted by " › ", made visible. */
  public String label(int depth) {
    List<String> steps = steps();
    String label =
        String.join(" › ", steps.subList(Math.min(depth, steps.size() - 1), steps.size()));
    return VisibleText.escaped(label);
  }

  /** The value as runs for the screen. */
  public List<VisibleText.Run> valueRuns() {
    return VisibleText.runs(value);
  }

  private List<String> steps() {
    return Arrays.stream(pointer.substring(1).split("/", -1))
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
  }
}
