package dev.countersign.proof.vectors;

import java.util.List;
import java.util.stream.Stream;

/** Every case of {@code examine} that has a vector. */
final class ExamineCases {
  private ExamineCases() {}

  static List<ExamineCase> all() {
    return Stream.of(
            new AcceptedCases(),
            new TrustCases(),
            new ProofFormCases(),
            new RequestFormCases(),
            new UnsupportedCases(),
            new BindingCases(),
            new TemplateCases(),
            new GivenParentCases(),
            new EnrolmentCases(),
            new AssertionCases(),
            new JsonProfileCases(),
            new CardCases(),
            new CardCertificateCases(),
            new CardRevocationCases())
        .flatMap(topic -> topic.cases().stream())
        .toList();
  }
}
