package dev.countersign.proof.presentation;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a leaf is called on screen: one step for each step of its pointer, in our words where the
 * template has a label, as it travelled where it has none.
 */
public record LeafName(List<Step> steps) {
  /**
   * One step.
   *
   * @param text a label, or the member's name or array position verbatim; empty where the label of
   *     the next step says it all
   * @param ours whether the text is the template's label; else it may be the requester's word and
   *     must not look like ours
   */
  public record Step(String text, boolean ours) {}

  public LeafName {
    steps = List.copyOf(steps);
  }

  /** The steps in one line, made visible. */
  public String line() {
    return steps.stream()
        .filter(step -> !step.text().isEmpty())
        .map(step -> step.ours() ? step.text() : VisibleText.escaped(step.text()))
        .collect(Collectors.joining(" › "));
  }
}
