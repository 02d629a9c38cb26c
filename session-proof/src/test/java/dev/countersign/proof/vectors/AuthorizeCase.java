package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.testing.Scenario;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One case for {@code authorize}: a submission, live state, and what must come out. */
final class AuthorizeCase implements VectorCase {
  private final String name;
  private final String requirements;
  private final String about;
  private final Optional<RefusalCode> refusal;
  private Decision decision = Decision.APPROVE;
  private Scenario scenario = Fixture.approval();
  private Consumer<MemoryLiveState> change = state -> {};
  private UnaryOperator<Bytes> logEvidence = UnaryOperator.identity();
  private UnaryOperator<String> jws = UnaryOperator.identity();

  private AuthorizeCase(
      String name, String requirements, String about, Optional<RefusalCode> refusal) {
    this.name = name;
    this.requirements = requirements;
    this.about = about;
    this.refusal = refusal;
  }

  /** A case that must be refused with this code. */
  static AuthorizeCase refused(RefusalCode code, String name, String requirements, String about) {
    return new AuthorizeCase(name, requirements, about, Optional.of(code));
  }

  static AuthorizeCase valid(String name, String requirements, String about) {
    return new AuthorizeCase(name, requirements, about, Optional.empty());
  }

  AuthorizeCase decision(Decision other) {
    decision = other;
    scenario.decision(other);
    return this;
  }

  AuthorizeCase with(UnaryOperator<Scenario> edit) {
    scenario = edit.apply(scenario);
    return this;
  }

  AuthorizeCase state(Consumer<MemoryLiveState> edit) {
    change = change.andThen(edit);
    return this;
  }

  AuthorizeCase logEvidenceBytes(UnaryOperator<Bytes> edit) {
    logEvidence = edit;
    return this;
  }

  /** What a card signed is changed afterwards. */
  AuthorizeCase jws(UnaryOperator<String> edit) {
    jws = edit;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String requirements() {
    return requirements;
  }

  @Override
  public String about() {
    return about;
  }

  @Override
  public Optional<RefusalCode> refusal() {
    return refusal;
  }

  @Override
  public Decision decision() {
    return decision;
  }

  @Override
  public Vector.Authorize input() {
    Scenario.Wire wire = scenario.build();
    change.accept(wire.state());
    return new Vector.Authorize(
        wire.state().recorded(),
        ExamineCase.withJws(Bytes.of(wire.proof().wire()), jws),
        logEvidence.apply(wire.logEvidence()));
  }

  @Override
  public String toString() {
    return requirements.isEmpty() ? about : requirements + " " + about;
  }
}
