package dev.countersign.desktop.ui.review;

import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.presentation.LeafName.Step;
import dev.countersign.proof.presentation.LeafType;
import dev.countersign.proof.presentation.Section;
import dev.countersign.proof.transaction.Commitment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the lines of a section: every leaf of it on exactly one line. */
final class LeafRows {
  private static final String DETAILS = "/authorization_details/";
  private static final String VALUE = "/value";
  private static final String SOURCE = "/source";
  private static final String COMMITTED = "/" + Commitment.MEMBER;
  private static final List<String> OTHERS = List.of("/of", "/length", "/mac");

  private final Map<String, Leaf> byPointer = new HashMap<>();
  private final Map<String, Commitment> commitments;
  private final Set<Leaf> placed = new HashSet<>();
  private final boolean oneDetail;

  private LeafRows(Section section, Map<String, Commitment> commitments) {
    this.commitments = commitments;
    section.leaves().forEach(leaf -> byPointer.put(leaf.pointer(), leaf));
    this.oneDetail =
        section.leaves().stream().allMatch(leaf -> leaf.pointer().startsWith(DETAILS + "0/"));
  }

  /**
   * The lines of a section.
   *
   * @param commitments the well-formed ones, by the pointer of their object
   */
  static List<LeafRow> of(Section section, Map<String, Commitment> commitments) {
    LeafRows rows = new LeafRows(section, commitments);
    // First what stands beside another leaf, wherever the order puts it.
    section.leaves().forEach(leaf -> rows.placed.addAll(rows.beside(leaf)));
    return section.lines().stream()
        .filter(line -> !rows.placed.contains(line.leaf()))
        .map(rows::row)
        .toList();
  }

  /**
   * The last step of the name is the label and the steps before it are the heading; a position in a
   * list without a label of its own stays with the name of the list.
   */
  private LeafRow row(Section.Line line) {
    Leaf leaf = line.leaf();
    List<Leaf> beside = beside(leaf);
    List<Step> steps = line.name().steps();
    boolean detail = leaf.pointer().startsWith(DETAILS);
    int from = !detail ? 0 : oneDetail ? 2 : 1;
    int end = beside.isEmpty() ? steps.size() : steps.size() - 1;
    String[] pointer = leaf.pointer().substring(1).split("/", -1);
    int last = end - 1;
    while (last > from && pointer[last].matches("[0-9]+") && !steps.get(last).ours()) {
      last--;
    }
    last = Math.max(last, Math.min(from, end - 1));
    return new LeafRow(
        from < last ? shown(steps.subList(from, last)) : List.of(),
        shown(steps.subList(last, end)),
        leaf,
        beside,
        commitment(leaf));
  }

  private static List<Step> shown(List<Step> steps) {
    List<Step> shown = new ArrayList<>();
    for (Step step : steps) {
      if (!step.text().isEmpty()) {
        shown.add(step);
      } else if (!step.ours()) {
        shown.add(new Step("(no name)", true));
      }
    }
    return shown;
  }

  private List<Leaf> beside(Leaf leaf) {
    Optional<Leaf> source = sourceOf(leaf);
    if (source.isPresent()) {
      return List.of(source.get());
    }
    return commitment(leaf).isEmpty()
        ? List.of()
        : OTHERS.stream()
            .map(other -> byPointer.get(base(leaf, COMMITTED) + other))
            .filter(other -> other != null)
            .toList();
  }

  private Optional<Commitment> commitment(Leaf leaf) {
    return leaf.pointer().endsWith(COMMITTED)
        ? Optional.ofNullable(commitments.get(base(leaf, COMMITTED)))
        : Optional.empty();
  }

  /** Only the two places whose inner members the protocol fixes, never a requester's own object. */
  private Optional<Leaf> sourceOf(Leaf leaf) {
    String pointer = leaf.pointer();
    boolean attribute =
        pointer.startsWith("/context/") || pointer.startsWith("/session/attributes/");
    if (!attribute || !pointer.endsWith(VALUE) || leaf.type() != LeafType.STRING) {
      return Optional.empty();
    }
    return Optional.ofNullable(byPointer.get(base(leaf, VALUE) + SOURCE));
  }

  private static String base(Leaf leaf, String ending) {
    return leaf.pointer().substring(0, leaf.pointer().length() - ending.length());
  }
}
