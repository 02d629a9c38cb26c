package dev.countersign.proof.verify;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.PeerCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The assertion of a published proof over its own statement, by the enrolled credential: what a
 * WebAuthn verifier can judge of a vector.
 */
record VectorAssertion(String file, Digest challenge, WebAuthnEvidence evidence) {

  /** Those of every published proof that can be read. */
  static List<VectorAssertion> all() throws IOException {
    List<VectorAssertion> all = new ArrayList<>();
    for (Path file : proofs()) {
      try {
        ApprovalProof proof = ApprovalProof.parse(Files.readAllBytes(file));
        if (proof.evidence() instanceof WebAuthnEvidence evidence
            && evidence.credentialId().equals(Fixture.TOKEN.credentialId())) {
          Digest challenge = DecisionStatement.challenge(proof.statement().toArray());
          all.add(new VectorAssertion(file.getFileName().toString(), challenge, evidence));
        }
      } catch (RefusedException malformed) {
        // A vector about the wrapper: there is no assertion to judge.
        continue;
      }
    }
    return all;
  }

  private static TreeSet<Path> proofs() throws IOException {
    Path folder = Path.of(VectorAssertion.class.getResource("/vectors/files").getPath());
    try (Stream<Path> files = Files.list(folder)) {
      TreeSet<Path> proofs = new TreeSet<>();
      files.filter(each -> each.getFileName().toString().startsWith("proof-")).forEach(proofs::add);
      return proofs;
    }
  }

  /** The npm peer takes no question with an empty member; what has one is refused by us anyway. */
  boolean canBeAsked() {
    boolean complete =
        Stream.of(evidence.authenticatorData(), evidence.clientDataJson(), evidence.signature())
            .allMatch(each -> each.size() > 0);
    if (!complete && acceptedByUs()) {
      throw new AssertionError("accepted without a part of its evidence: " + file);
    }
    return complete;
  }

  PeerCase peerCase() {
    return new PeerCase(challenge, Fixture.AUDIENCE, Fixture.TOKEN.cose(), evidence);
  }

  boolean acceptedByUs() {
    try {
      Assertion.verify(evidence, challenge, Fixture.AUDIENCE, Fixture.TOKEN.key().publicKey());
      return true;
    } catch (RefusedException refused) {
      return false;
    }
  }

  /** Whether a verdict agrees with ours, or differs only where we are stricter on purpose. */
  boolean agrees(boolean peer) {
    boolean ours = acceptedByUs();
    return ours == peer
        || (peer && !Strictness.of(evidence, challenge, Fixture.AUDIENCE).isEmpty());
  }
}
