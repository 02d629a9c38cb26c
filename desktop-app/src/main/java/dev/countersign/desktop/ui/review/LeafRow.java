package dev.countersign.desktop.ui.review;

import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.presentation.LeafType;
import dev.countersign.proof.presentation.Section;
import dev.countersign.proof.presentation.Voice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line of the review: a leaf, and for a context value the leaf that says where it comes from.
 *
 * @param group the object that the leaf is in, as its heading; empty at the top
 * @param label how the leaf is called below that heading
 * @param source the {@code …/source} leaf that is drawn beside {@code leaf}
 */
record LeafRow(String group, String label, Leaf leaf, Optional<Leaf> source) {
  private static final String VALUE = "/value";
  private static final String SOURCE = "/source";

  boolean theirs() {
    return leaf.voice() == Voice.REQUESTER;
  }

  /** All leaves of this line: seen together or not at all. */
  List<Leaf> leaves() {
    List<Leaf> all = new ArrayList<>(List.of(leaf));
    source.ifPresent(all::add);
    return all;
  }

  /** The lines of a section: every leaf of it on exactly one line. */
  static List<LeafRow> of(Section section) {
    Map<String, Leaf> byPointer = new HashMap<>();
    section.leaves().forEach(leaf -> byPointer.put(leaf.pointer(), leaf));
    Set<Leaf> beside = new HashSet<>();
    section.leaves().forEach(leaf -> sourceOf(leaf, byPointer).ifPresent(beside::add));
    boolean oneDetail =
        section.leaves().stream()
            .allMatch(leaf -> leaf.pointer().startsWith("/authorization_details/0/"));
    List<LeafRow> rows = new ArrayList<>();
    for (Leaf leaf : section.leaves()) {
      if (!beside.contains(leaf)) {
        rows.add(row(leaf, sourceOf(leaf, byPointer), oneDetail));
      }
    }
    return List.copyOf(rows);
  }

  /**
   * The last step of the pointer is the label and the steps before it are the heading; a position
   * in a list stays with the name of the list.
   */
  private static LeafRow row(Leaf leaf, Optional<Leaf> source, boolean oneDetail) {
    boolean detail = leaf.pointer().startsWith("/authorization_details/");
    int from = !detail ? 0 : oneDetail ? 2 : 1;
    List<String> steps = List.of(leaf.pointer().substring(1).split("/", -1));
    int end = source.isPresent() ? steps.size() - 1 : steps.size();
    int last = end - 1;
    while (last > from && steps.get(last).matches("[0-9]+")) {
      last--;
    }
    last = Math.max(last, Math.min(from, end - 1));
    return new LeafRow(
        from < last ? joined(steps.subList(from, last)) : "",
        joined(steps.subList(last, end)),
        leaf,
        source);
  }

  private static String joined(List<String> steps) {
    return steps.stream()
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .collect(Collectors.joining(" › "));
  }

  /** Only the two places whose inner members the protocol fixes, never a requester's own object. */
  private static Optional<Leaf> sourceOf(Leaf leaf, Map<String, Leaf> byPointer) {
    String pointer = leaf.pointer();
    boolean attribute =
        pointer.startsWith("/context/") || pointer.startsWith("/session/attributes/");
    if (!attribute || !pointer.endsWith(VALUE) || leaf.type() != LeafType.STRING) {
      return Optional.empty();
    }
    String base = pointer.substring(0, pointer.length() - VALUE.length());
    return Optional.ofNullable(byPointer.get(base + SOURCE));
  }
}
