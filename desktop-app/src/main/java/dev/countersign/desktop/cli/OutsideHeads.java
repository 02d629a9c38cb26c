package dev.countersign.desktop.cli;

import dev.countersign.desktop.audit.OutsideHead;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.cli.InputFile.UnusableException;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.verify.TrustFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log heads that files named on the command line vouch for. */
record OutsideHeads(Optional<SignedCheckpoint> checkpoint, List<ProofFile> proofs) {
  private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;
  private static final int MAX_TRUST_BYTES = 16 * 1024 * 1024;

  /** A proof, and the file it came from. */
  record ProofFile(Path file, ApprovalProof proof, OutsideHead head) {}

  static OutsideHeads read(Optional<Path> checkpoint, List<Path> proofs) throws UnusableException {
    List<ProofFile> read = new ArrayList<>();
    for (Path file : proofs) {
      read.add(proof(file));
    }
    return new OutsideHeads(
        checkpoint.isPresent() ? Optional.of(note(checkpoint.get())) : Optional.empty(),
        List.copyOf(read));
  }

  private static SignedCheckpoint note(Path file) throws UnusableException {
    return switch (SignedCheckpoint.parse(InputFile.read(file, MAX_CHECKPOINT_BYTES))) {
      case Parse.Parsed<SignedCheckpoint>(SignedCheckpoint signed) -> signed;
      case Parse.Malformed<SignedCheckpoint>(String reason) ->
          throw new UnusableException(file + " is not a checkpoint: " + reason + ".");
    };
  }

  private static ProofFile proof(Path file) throws UnusableException {
    try {
      ApprovalProof proof = ApprovalProof.parse(InputFile.read(file, ApprovalProof.MAX_BYTES));
      return new ProofFile(file, proof, OutsideHead.ofProof(proof));
    } catch (RefusedException malformed) {
      throw new UnusableException(file + " is not a proof: " + malformed.getMessage() + ".");
    }
  }

  /** The log they are about, if there are any. */
  Optional<String> origin() {
    return checkpoint
        .map(signed -> signed.checkpoint().origin())
        .or(() -> proofs.stream().map(each -> each.head().checkpoint().origin()).findFirst());
  }

  /**
   * The heads, after checking signatures as far as keys are known.
   *
   * @param trust where the device's key comes from, to check the proofs' signatures too
   */
  List<OutsideHead> checked(VerifierKeys keys, @Nullable Path trust) throws UnusableException {
    List<OutsideHead> heads = new ArrayList<>();
    if (checkpoint.isPresent()) {
      SignedCheckpoint signed = checkpoint.get();
      if (signed.checkpoint().size() == 0) {
        throw new UnusableException("The checkpoint covers no entry.");
      }
      for (NoteVerifier each : keys.all()) {
        requireSigned(signed, each, keys);
      }
      heads.add(new OutsideHead(signed.checkpoint(), OutsideHead.Source.CHECKPOINT));
    }
    for (ProofFile each : proofs) {
      if (trust != null && !signedByDevice(trust, each)) {
        throw new UnusableException(each.file() + " is not signed by the device of its log.");
      }
      heads.add(each.head());
    }
    return heads;
  }

  private static boolean signedByDevice(Path trust, ProofFile file) throws UnusableException {
    String origin = file.head().checkpoint().origin();
    byte[] signed = DecisionStatement.deviceSigned(file.proof().statement().toArray());
    try {
      return TrustFile.parse(InputFile.read(trust, MAX_TRUST_BYTES)).approvers().stream()
          .flatMap(approver -> approver.devices().stream())
          .filter(device -> LogHead.originOf(device.jkt()).equals(origin))
          .anyMatch(
              device -> device.key().verifies(signed, file.proof().deviceSignature().toArray()));
    } catch (RefusedException malformed) {
      throw new UnusableException(trust + " is not a trust file: " + malformed.getMessage() + ".");
    }
  }

  private static void requireSigned(
      SignedCheckpoint signed, NoteVerifier required, VerifierKeys keys) throws UnusableException {
    if (!(signed.check(keys.all()) instanceof NoteCheck.Signed by && by.includes(required))) {
      throw new UnusableException(
          "The checkpoint file cannot be used: the signature of "
              + required.name()
              + " is missing or does not verify.");
    }
  }
}
