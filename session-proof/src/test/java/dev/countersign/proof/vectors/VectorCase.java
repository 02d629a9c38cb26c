package dev.countersign.proof.vectors;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import java.util.Optional;

/** One case: what is bent, and what must come out. Also the source of one vector file. */
interface VectorCase {
  String name();

  /** Ids of {@code docs/requirements.md}, separated by a space. */
  String requirements();

  String about();

  /** The code it must be refused with; none for a case that is accepted. */
  Optional<RefusalCode> refusal();

  Decision decision();

  Vector.Input input();

  /** {@code valid approve} or {@code refused some_code}. */
  default String expected() {
    return refusal().map(code -> "refused " + code.wire()).orElse("valid " + decision().wire());
  }

  /** The whole vector. */
  default Vector vector() {
    String ids = requirements().isEmpty() ? "-" : requirements();
    return new Vector(about(), ids, expected(), input());
  }
}
