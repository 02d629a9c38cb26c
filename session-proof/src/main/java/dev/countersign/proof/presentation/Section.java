package dev.countersign.proof.presentation;

import java.util.List;

/** Leaves under one heading, in the order of the template and then of the payload. */
public record Section(String title, List<Leaf> leaves) {
  public Section {
    leaves = List.copyOf(leaves);
  }
}
