package dev.countersign.proof.verify;

import java.util.List;
import java.util.OptionalLong;

/**
 * The two entries to verification, and no others ({@code docs/protocol.md} §7). The first failure
 * decides.
 */
public final class Verifier {
  private Verifier() {}

  /**
   * Steps 1 to 14 against live state: the only way to an {@link Authorized}, which the store's one
   * transaction (step 15) consumes.
   */
  public static Authorization authorize(Submission submission, LiveState state) {
    return new Authorizer(submission, state).authorize();
  }

  /**
   * Steps 1 to 4 and 8 to 12 from bytes and a trust file, by anyone.
   *
   * @param request the envelope's bytes
   * @param proof the proof's bytes
   * @param time the moment to judge at, Unix seconds; without one, the statement's own {@code at}
   */
  public static Examination examine(
      TrustFile trust, byte[] request, byte[] proof, OptionalLong time) {
    return examine(trust, request, List.of(), proof, time);
  }

  /**
   * The same for a chained request, with the requests that it came from.
   *
   * @param parents envelopes, the parent first, then its parent; what is left out is listed as not
   *     checked
   */
  public static Examination examine(
      TrustFile trust, byte[] request, List<byte[]> parents, byte[] proof, OptionalLong time) {
    return new Examiner(trust).examine(request, parents, proof, time);
  }
}
