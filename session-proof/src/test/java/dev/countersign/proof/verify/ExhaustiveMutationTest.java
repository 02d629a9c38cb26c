package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All 255 other values of every byte: a million verifications, so not in every build. */
@Tag("soak")
class ExhaustiveMutationTest {
  private static final boolean FULL = "full".equals(System.getProperty("countersign.soak"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  @DisplayName("S0.1 S0.2 S2.7 with any one byte replaced by any other, it is refused")
  void substitutions(MutationSubject subject) {
    int tried = Mutations.substitutions(subject.bytes(), subject.verification());
    System.out.printf("mutation: %s, changes=%d, accepted=0%n", subject, tried);
    assertThat(tried).isEqualTo(255 * subject.bytes().length);
  }

  /** Reduced, the request and the FIDO2 proof; in full also cards and the other entry. */
  static List<MutationSubject> subjects() {
    return FULL ? MutationSubject.all() : MutationSubject.all().subList(0, 2);
  }
}
