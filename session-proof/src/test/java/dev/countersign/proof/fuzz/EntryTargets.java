package dev.countersign.proof.fuzz;

import static dev.countersign.proof.fuzz.FuzzTarget.require;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.verify.Authorized;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.Submission;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Both entries whole: of all byte strings, only the one that was signed passes. */
final class EntryTargets {
  private static final Scenario.Wire WIRE = Fixture.approval().build();
  private static final Scenario.Wire CARD =
      Fixture.approval().request(CardFixture::forCards).card(CardFixture.CARD).build();
  private static final TrustFile TRUST = Fixture.trust();
  private static final TrustFile CARD_TRUST = CardFixture.trust();

  private EntryTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("examine-proof", input -> examine(TRUST, WIRE, wire(WIRE), input)),
        FuzzTarget.of("examine-request", EntryTargets::examineRequest),
        FuzzTarget.of("examine-card", input -> examine(CARD_TRUST, CARD, wire(CARD), input)),
        FuzzTarget.of("authorize-proof", input -> authorize(input, WIRE.logEvidence().toArray())),
        FuzzTarget.of("authorize-log", input -> authorize(wire(WIRE), input)));
  }

  static byte[] wire(Scenario.Wire decision) {
    return decision.proof().wire();
  }

  static Scenario.Wire fido() {
    return WIRE;
  }

  static Scenario.Wire card() {
    return CARD;
  }

  private static void examine(
      TrustFile trust, Scenario.Wire decision, byte[] signed, byte[] input) {
    Examination verdict =
        Verifier.examine(trust, decision.request().wire(), input, OptionalLong.empty());
    onlyTheSigned(verdict instanceof Examination.Valid, signed, input);
  }

  private static void examineRequest(byte[] input) {
    Examination verdict = Verifier.examine(TRUST, input, wire(WIRE), OptionalLong.empty());
    onlyTheSigned(verdict instanceof Examination.Valid, WIRE.request().wire(), input);
  }

  private static void authorize(byte[] proof, byte[] log) {
    Submission submission =
        new Submission(
            Bytes.of(proof), Bytes.of(log), Fixture.DEVICE_JKT, Fixture.APPROVER_SESSION);
    boolean passed = Verifier.authorize(submission, WIRE.state()) instanceof Authorized;
    onlyTheSigned(passed, wire(WIRE), proof);
    onlyTheSigned(passed, WIRE.logEvidence().toArray(), log);
  }

  private static void onlyTheSigned(boolean passed, byte[] signed, byte[] input) {
    require(!passed || Arrays.equals(signed, input), "bytes passed that nobody signed");
  }
}
