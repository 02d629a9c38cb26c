package dev.countersign.gateway.witness;

import dev.countersign.gateway.witness.WitnessService.Genesis;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.GenesisLeaf;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeVerifier;
import java.util.Optional;

/**
 * The first head of a device: the log must begin with a genesis entry that names this enrolment, so
 * that what was written before cannot be left out, nor another log be taken over.
 */
final class FirstHead {
  private FirstHead() {}

  static void require(Checkpoint head, Optional<Genesis> shown, String deviceJkt, String issuer)
      throws RefusedException {
    Genesis genesis =
        shown.orElseThrow(() ->
            new RefusedException(
                RefusalCode.MALFORMED_LOG_EVIDENCE, "the first head comes with its genesis entry"));
    GenesisLeaf leaf = GenesisLeaf.parse(genesis.entry().toArray());
    boolean ofThisEnrolment =
        leaf.origin().equals(head.origin())
            && leaf.deviceJkt().equals(deviceJkt)
            && leaf.issuer().equals(issuer);
    if (!ofThisEnrolment) {
      throw new RefusedException(
          RefusalCode.MALFORMED_LOG_EVIDENCE, "the genesis entry names another enrolment");
    }
    if (!isFirstEntry(genesis, head)) {
      throw new RefusedException(
          RefusalCode.LOG_NOT_INCLUDED, "the genesis entry is not the first of this log");
    }
  }

  private static boolean isFirstEntry(Genesis genesis, Checkpoint head) {
    try {
      InclusionProof path =
          new InclusionProof(0, head.size(), WitnessService.nodes(genesis.inclusion()));
      return TreeVerifier.inclusion(path, TreeHashing.leaf(genesis.entry().toArray()), head.root())
          .holds();
    } catch (IllegalArgumentException fitsNoTree) {
      return false;
    }
  }
}
