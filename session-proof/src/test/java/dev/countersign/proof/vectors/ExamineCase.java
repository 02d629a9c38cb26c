package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.verify.TrustFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One case for {@code examine}: bytes, a trust file, and what must come out. Also the source of one
 * vector file.
 */
final class ExamineCase implements VectorCase {
  private final String name;
  private final String requirements;
  private final String about;
  private final Optional<RefusalCode> refusal;
  private Decision decision = Decision.APPROVE;
  private Scenario scenario = Fixture.approval();
  private TrustFile trust = Fixture.trust();
  private UnaryOperator<String> trustText = UnaryOperator.identity();
  private List<Bytes> parents = List.of();
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

  ExamineCase trustText(UnaryOperator<String> edit) {
    trustText = edit;
    return this;
  }

  ExamineCase parents(Bytes... envelopes) {
    parents = List.of(envelopes);
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

  /** Replaces a card's compact JWS by what is made of it. */
  ExamineCase jws(UnaryOperator<String> edit) {
    return proofText(t -> withJws(t, edit));
  }

  private static String withJws(String proof, UnaryOperator<String> edit) {
    int from = proof.indexOf("\"jws\":\"") + 7;
    int to = proof.indexOf('"', from);
    return proof.substring(0, from) + edit.apply(proof.substring(from, to)) + proof.substring(to);
  }

  /** A proof with its JWS changed; one without is left alone. */
  static Bytes withJws(Bytes proof, UnaryOperator<String> edit) {
    String text = new String(proof.toArray(), java.nio.charset.StandardCharsets.UTF_8);
    return text.contains("\"jws\":\"") ? Bytes.utf8(withJws(text, edit)) : proof;
  }

  /** The proof comes from another scenario than the request. */
  ExamineCase proofOf(Scenario other) {
    otherProof = Optional.of(other);
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
  public Vector.Examine input() {
    Scenario.Wire wire = scenario.build();
    byte[] proofWire = otherProof.map(Scenario::build).orElse(wire).proof().wire();
    return new Vector.Examine(
        Bytes.of(trustText.apply(text(Bytes.of(trust.bytes()))).getBytes(StandardCharsets.UTF_8)),
        request.apply(Bytes.of(wire.request().wire())),
        parents,
        proof.apply(Bytes.of(proofWire)),
        at);
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return requirements.isEmpty() ? about : requirements + " " + about;
  }
}
