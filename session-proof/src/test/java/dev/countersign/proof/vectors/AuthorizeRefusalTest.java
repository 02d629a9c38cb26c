package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.UNKNOWN_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.verify.Authorization;
import dev.countersign.proof.verify.Submission;
import dev.countersign.proof.verify.Verifier;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizeRefusalTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("S1.1 authorize refuses each single fault with exactly its code and counts nothing")
  void verdict(AuthorizeCase each) {
    assertThat(VectorRun.verdict(each.vector())).isEqualTo(each.expected());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examined")
  @DisplayName(
      "S1.1 what examine refuses in a proof's form and context, authorize refuses with the same code")
  void sameAsExamine(ExamineCase each) {
    Scenario.Wire honest = Fixture.approval().build();
    Submission submission =
        new Submission(
            each.input().proof(),
            honest.logEvidence(),
            Fixture.DEVICE_JKT,
            Fixture.APPROVER_SESSION);
    Authorization answer = Verifier.authorize(submission, honest.state());
    // authorize finds the request by the id in the statement; examine is given it.
    RefusalCode expected =
        each.name().equals("statement-request-id") ? UNKNOWN_REQUEST : each.refusal().orElseThrow();
    assertThat(answer)
        .isInstanceOfSatisfying(
            Authorization.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(expected);
              assertThat(refused.sentence()).isNotBlank();
            });
  }

  static Stream<ExamineCase> examined() {
    return ExamineCases.all().stream()
        .filter(each -> each.refusal().isPresent())
        .filter(each ->
            each.name().startsWith("proof-")
                || each.name().startsWith("statement-")
                || each.name().startsWith("evidence-"));
  }

  static List<AuthorizeCase> cases() {
    return AuthorizeCases.all();
  }
}
