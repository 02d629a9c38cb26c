package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SingleByteMutationTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  @DisplayName("S0.1 S0.2 S2.7 with any one bit turned, it is refused")
  void bits(MutationSubject subject) {
    assertThat(Mutations.bitFlips(subject.bytes(), subject.verification()))
        .isEqualTo(8 * subject.bytes().length);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  @DisplayName(
      "S0.1 S0.2 with any one byte removed, doubled or put in, or cut short, it is refused")
  void edits(MutationSubject subject) {
    assertThat(Mutations.edits(subject.bytes(), subject.verification()))
        .isEqualTo(12 * subject.bytes().length + 9);
  }

  static List<MutationSubject> subjects() {
    return MutationSubject.all();
  }
}
