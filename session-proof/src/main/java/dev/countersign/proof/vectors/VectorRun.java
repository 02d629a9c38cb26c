package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.Authorization;
import dev.countersign.proof.verify.Authorized;
import dev.countersign.proof.verify.CounterPolicy;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;

/**
 * Runs a vector through this verifier. What comes out is words: an {@link Authorized} ends here, so
 * that no vector can become a vote.
 */
public final class VectorRun {
  private VectorRun() {}

  /** The verdict in the words of {@link Vector#expect()}. */
  public static String verdict(Vector vector) {
    return switch (vector.input()) {
      case Vector.Examine examine -> words(examine(examine));
      case Vector.Authorize authorize -> words(authorize.state(), authorize(authorize));
    };
  }

  private static Examination examine(Vector.Examine input) {
    try {
      return Verifier.examine(
          TrustFile.parse(input.trust().toArray()),
          input.request().toArray(),
          input.parents().stream().map(Bytes::toArray).toList(),
          input.proof().toArray(),
          input.at());
    } catch (RefusedException unreadable) {
      return new Examination.Invalid(unreadable.code(), String.valueOf(unreadable.getMessage()));
    }
  }

  private static Authorization authorize(Vector.Authorize input) {
    return Verifier.authorize(
        input.state().submission(input.proof(), input.logEvidence()), input.state());
  }

  private static String words(Examination examination) {
    return switch (examination) {
      case Examination.Valid valid -> "valid " + valid.decision().wire();
      case Examination.Invalid invalid -> refused(invalid.refusal());
    };
  }

  private static String words(RecordedState state, Authorization authorization) {
    return switch (authorization) {
      case Authorization.Refused refused -> refused(refused.code());
      case Authorized authorized -> {
        long stored = state.counter(authorized.credential().id());
        yield CounterPolicy.RISING.accepts(stored, authorized.counter())
            ? "valid " + authorized.statement().decision().wire()
            : refused(RefusalCode.COUNTER_NOT_RISING);
      }
    };
  }

  private static String refused(RefusalCode code) {
    return "refused " + code.wire();
  }
}
