package dev.countersign.desktop.ui.review;

import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.warning.Warning;
import dev.countersign.proof.transaction.Commitment;
import dev.countersign.proof.transaction.CommitmentPlaces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said about single leaves of a request beyond their values: warnings, commitments. */
final class Marks {
  private final Map<String, List<Warning>> warnings;
  private final Map<String, Commitment> commitments = new HashMap<>();

  Marks(Presentation presentation, List<Warning> warnings) {
    this.warnings = warnings.stream().collect(Collectors.groupingBy(Warning::pointer));
    for (CommitmentPlaces.Found found : presentation.commitments()) {
      found
          .commitment()
          .ifPresent(commitment -> commitments.put(found.place().toString(), commitment));
    }
  }

  /** The well-formed commitments, by the pointer of their object. */
  Map<String, Commitment> commitments() {
    return commitments;
  }

  /** The warnings about any leaf of a line. */
  List<Warning> warnings(LeafRow row) {
    return row.leaves().stream()
        .map(Leaf::pointer)
        .flatMap(pointer -> warnings.getOrDefault(pointer, List.of()).stream())
        .toList();
  }
}
