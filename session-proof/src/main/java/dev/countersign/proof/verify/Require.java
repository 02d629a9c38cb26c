package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.Enrolments.Standing;
import java.util.Optional;

/** The three forms that a single check of a step has. */
final class Require {
  private Require() {}

  static void that(boolean holds, RefusalCode code, String sentence) throws RefusedException {
    if (!holds) {
      throw new RefusedException(code, sentence);
    }
  }

  static <T> T known(Optional<T> found, RefusalCode code, String sentence) throws RefusedException {
    return found.orElseThrow(() -> new RefusedException(code, sentence));
  }

  static void goodStanding(
      Standing standing, RefusalCode suspended, RefusalCode revoked, String what)
      throws RefusedException {
    switch (standing) {
      case GOOD -> {}
      case SUSPENDED -> throw new RefusedException(suspended, "the " + what + " is suspended");
      case REVOKED -> throw new RefusedException(revoked, "the " + what + " was revoked");
    }
  }
}
