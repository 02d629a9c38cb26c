package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.OptionalLong;

/**
 * One published case: exact bytes, and what a verifier must answer. The format is defined in the
 * README beside the vectors.
 *
 * @param requirements ids separated by a space; {@code -} for none
 * @param expect {@code valid DECISION} or {@code refused CODE}
 */
public record Vector(String about, String requirements, String expect, Input input) {

  /** What the verifier gets, by entry. */
  public sealed interface Input {}

  /**
   * For {@code examine}. A trust file that cannot be read is refused before anything else.
   *
   * @param parents the requests that a chained one came from, the parent first
   * @param at the time to judge at in Unix seconds; without one, the statement's own
   */
  public record Examine(
      Bytes trust, Bytes request, List<Bytes> parents, Bytes proof, OptionalLong at)
      implements Input {
    public Examine {
      parents = List.copyOf(parents);
    }
  }

  /** For {@code authorize}, with step 15 as far as the state shows it. */
  public record Authorize(RecordedState state, Bytes proof, Bytes logEvidence) implements Input {}
}
