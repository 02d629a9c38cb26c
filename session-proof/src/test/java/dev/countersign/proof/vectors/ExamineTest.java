package dev.countersign.proof.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamineTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("examine answers each case with exactly its code")
  void examine(ExamineCase each) {
    assertThat(VectorRun.verdict(each.vector())).isEqualTo(each.expected());
  }

  @Test
  @DisplayName("every case has a name of its own")
  void names() {
    assertThat(cases()).extracting(ExamineCase::name).doesNotHaveDuplicates();
  }

  static List<ExamineCase> cases() {
    return ExamineCases.all();
  }
}
