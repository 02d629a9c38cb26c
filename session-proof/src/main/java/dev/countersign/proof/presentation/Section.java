package dev.countersign.proof.presentation;

import java.util.List;

/** Leaves under one heading, in the order of the template and then of the payload. */
public record Section(String title, List<Line> lines) {
  /** A leaf and how it is called. */
  public record Line(Leaf leaf, LeafName name) {}

  public Section {
    lines = List.copyOf(lines);
  }

  public List<Leaf> leaves() {
    return lines.stream().map(Line::leaf).toList();
  }
}
