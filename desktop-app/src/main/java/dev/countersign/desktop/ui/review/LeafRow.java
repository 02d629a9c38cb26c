package dev.countersign.desktop.ui.review;

import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.presentation.LeafName.Step;
import dev.countersign.proof.presentation.Voice;
import dev.countersign.proof.transaction.Commitment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of the review: a leaf and, where one thing is told by several, those beside it.
 *
 * @param group the object that the leaf is in, as its heading; empty at the top
 * @param label how the leaf is called below that heading
 * @param beside the other leaves of a committed secret, or the {@code …/source} leaf of a context
 *     value
 * @param commitment what the leaves of a committed secret say together
 */
record LeafRow(
    List<Step> group,
    List<Step> label,
    Leaf leaf,
    List<Leaf> beside,
    Optional<Commitment> commitment) {

  LeafRow {
    group = List.copyOf(group);
    label = List.copyOf(label);
    beside = List.copyOf(beside);
  }

  boolean theirs() {
    return leaf.voice() == Voice.REQUESTER;
  }

  /** All leaves of this line: seen together or not at all. */
  List<Leaf> leaves() {
    List<Leaf> all = new ArrayList<>(List.of(leaf));
    all.addAll(beside);
    return all;
  }
}
