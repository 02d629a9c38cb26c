package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.verify.Mutations.Verification;
import java.util.List;
import java.util.OptionalLong;

/**
 * Bytes that a verification reads, and the verification with everything else as it was.
 *
 * @param about what the bytes are, and which entry reads them
 */
record MutationSubject(String about, byte[] bytes, Verification verification) {

  /** Statement, evidence and envelope in both entries, for each kind of evidence. */
  static List<MutationSubject> all() {
    Scenario.Wire fido = Fixture.approval().build();
    Scenario.Wire card =
        Fixture.approval().request(CardFixture::forCards).card(CardFixture.CARD).build();
    TrustFile trust = Fixture.trust();
    TrustFile cards = CardFixture.trust();
    byte[] request = fido.request().wire();
    byte[] proof = fido.proof().wire();
    byte[] cardRequest = card.request().wire();
    return List.of(
        new MutationSubject(
            "the request envelope, examined", request, bytes -> examine(trust, bytes, proof)),
        new MutationSubject(
            "a FIDO2 proof, examined", proof, bytes -> examine(trust, request, bytes)),
        new MutationSubject(
            "a smart card's proof, examined",
            card.proof().wire(),
            bytes -> examine(cards, cardRequest, bytes)),
        new MutationSubject(
            "a FIDO2 proof, authorized",
            proof,
            bytes -> authorize(fido, Bytes.of(bytes), fido.logEvidence())),
        new MutationSubject(
            "the log evidence, authorized",
            fido.logEvidence().toArray(),
            bytes -> authorize(fido, Bytes.of(proof), Bytes.of(bytes))));
  }

  private static boolean examine(TrustFile trust, byte[] request, byte[] proof) {
    return Verifier.examine(trust, request, proof, OptionalLong.empty())
        instanceof Examination.Valid;
  }

  private static boolean authorize(Scenario.Wire wire, Bytes proof, Bytes logEvidence) {
    Submission submission =
        new Submission(proof, logEvidence, Fixture.DEVICE_JKT, Fixture.APPROVER_SESSION);
    return Verifier.authorize(submission, wire.state()) instanceof Authorized;
  }

  @Override
  public String toString() {
    return about;
  }
}
