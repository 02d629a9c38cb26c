package dev.countersign.desktop.enrollment;

import java.util.List;

/** Which certificate of which card is to be enrolled, or why that is not clear. */
public sealed interface CardPick {

  /** This one; it is suitable. */
  record Picked(CardCandidate candidate) implements CardPick {}

  /** The owner has to choose. */
  record Several(List<CardCandidate> suitable) implements CardPick {
    public Several {
      suitable = List.copyOf(suitable);
    }
  }

  /**
   * None can be enrolled.
   *
   * @param seen each with its reason; empty when there is no certificate at all
   */
  record NoneSuitable(List<CardCandidate> seen) implements CardPick {
    public NoneSuitable {
      seen = List.copyOf(seen);
    }
  }

  /** The one that was named cannot be enrolled. */
  record NotSuitable(CardCandidate candidate, Unsuitable reason) implements CardPick {}

  /** Several begin with the digits given. */
  record Ambiguous(List<CardCandidate> named) implements CardPick {
    public Ambiguous {
      named = List.copyOf(named);
    }
  }

  /** None begins with the digits given. */
  record NoSuch() implements CardPick {}

  /** What was given cannot be the start of a thumbprint. */
  record NotAThumbprint() implements CardPick {}
}
