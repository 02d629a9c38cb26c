package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One case for {@code examine}: bytes, a trust file, and what must come out. Also the source of one
 * vector file.
 */
final class ExamineCase {
  private final String name;
  private final String requirements;
  private final String about;
  private final Optional<RefusalCode> refusal;
  private Decision decision = Decision.APPROVE;
  private Scenario scenario = Fixture.approval();
  private TrustFile trust = Fixture.trust();
  private OptionalLong at = OptionalLong.empty();
  private UnaryOperator<Bytes> request = UnaryOperator.identity();
  private UnaryOperator<Bytes> proof = UnaryOperator.identity();
  private Optional<Scenario> otherProof = Optional.empty();

  private ExamineCase(
      String name, String requirements, String about, Optional<RefusalCode> refusal) {
    this.name = name;
    this.requirements = requirements;
    this.about = about;
    this.refusal = refusal;
  }

  /** A case that must be refused with this code. */
  static ExamineCase refused(RefusalCode code, String name, String requirements, String about) {
    return new ExamineCase(name, requirements, about, Optional.of(code));
  }

  static ExamineCase valid(Decision decision, String name, String requirements, String about) {
    ExamineCase valid = new ExamineCase(name, requirements, about, Optional.empty());
    valid.decision = decision;
    valid.scenario.decision(decision);
    return valid;
  }

  ExamineCase with(UnaryOperator<Scenario> change) {
    scenario = change.apply(scenario);
    return this;
  }

  ExamineCase trust(TrustFile other) {
    trust = other;
    return this;
  }

  ExamineCase at(long time) {
    at = OptionalLong.of(time);
    return this;
  }

  ExamineCase requestBytes(UnaryOperator<Bytes> edit) {
    request = edit;
    return this;
  }

  ExamineCase proofBytes(UnaryOperator<Bytes> edit) {
    proof = edit;
    return this;
  }

  ExamineCase proofText(UnaryOperator<String> edit) {
    return proofBytes(bytes -> Bytes.utf8(edit.apply(text(bytes))));
  }

  ExamineCase requestText(UnaryOperator<String> edit) {
    return requestBytes(bytes -> Bytes.utf8(edit.apply(text(bytes))));
  }

  /** The proof comes from another scenario than the request. */
  ExamineCase proofOf(Scenario other) {
    otherProof = Optional.of(other);
    return this;
  }

  String name() {
    return name;
  }

  String requirements() {
    return requirements;
  }

  String about() {
    return about;
  }

  Optional<RefusalCode> refusal() {
    return refusal;
  }

  /** {@code valid approve} or {@code refused some_code}. */
  String expected() {
    return refusal.map(code -> "refused " + code.wire()).orElse("valid " + decision.wire());
  }

  /** The bytes of the case. */
  Built build() {
    Scenario.Wire wire = scenario.build();
    byte[] proofWire = otherProof.map(Scenario::build).orElse(wire).proof().wire();
    return new Built(
        trust,
        request.apply(Bytes.of(wire.request().wire())),
        proof.apply(Bytes.of(proofWire)),
        at);
  }

  record Built(TrustFile trust, Bytes request, Bytes proof, OptionalLong at) {
    String examine() {
      return outcome(Verifier.examine(trust, request.toArray(), proof.toArray(), at));
    }
  }

  /** An examination in the words of {@link #expected()}. */
  static String outcome(Examination examination) {
    return switch (examination) {
      case Examination.Valid valid -> "valid " + valid.decision().wire();
      case Examination.Invalid invalid -> "refused " + invalid.refusal().wire();
    };
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return requirements.isEmpty() ? about : requirements + " " + about;
  }
}
