package dev.countersign.desktop.audit;

import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.TreeProver;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Compares every checkpoint with a tree whose nodes are all sound; names the first entry that none
 * proves any more.
 */
final class CheckpointComparison {
  private final LogScan.Result scan;
  private final TreeProver prover;

  CheckpointComparison(LogScan.Result scan, AuditRows rows) {
    this.scan = scan;
    this.prover = new TreeProver(rows.nodes());
  }

  List<Finding> run(StoredCheckpoints stored, List<OutsideHead> outside) {
    NavigableSet<Long> proven = new TreeSet<>(List.of(0L));
    List<Checkpoint> mismatches = new ArrayList<>();
    for (Checkpoint checkpoint : stored.good()) {
      if (!agrees(checkpoint)) {
        mismatches.add(checkpoint);
      } else if (checkpoint.size() <= scan.frontier().size()) {
        proven.add(checkpoint.size());
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (OutsideHead head : outside) {
      if (!agrees(head.checkpoint())) {
        findings.add(contradiction(head, proven));
      }
    }
    for (Checkpoint checkpoint : mismatches) {
      // Below a checkpoint that agrees the entries are proven, and only this checkpoint is wrong.
      findings.add(
          checkpoint.size() > proven.last()
              ? Finding.at(proven.last(), mismatch(checkpoint, "its checkpoint"))
              : Finding.general(mismatch(checkpoint, "its checkpoint")));
    }
    return findings;
  }

  /**
   * The head from outside wins: what is stored beside the entries could have been made with them.
   */
  private Finding contradiction(OutsideHead head, NavigableSet<Long> proven) {
    Checkpoint checkpoint = head.checkpoint();
    String keeper =
        switch (head.source()) {
          case CHECKPOINT -> "its checkpoint";
          case PROOF -> "the signed proof";
        };
    Long below = otherLog(checkpoint) ? null : proven.lower(checkpoint.size());
    return Finding.at(below == null ? 0 : below, mismatch(checkpoint, keeper));
  }

  /** Whether the checkpoint is of this log and, if the log reaches its size, has its root. */
  private boolean agrees(Checkpoint checkpoint) {
    return !otherLog(checkpoint)
        && (checkpoint.size() > scan.frontier().size()
            || prover.root(checkpoint.size()).equals(checkpoint.root()));
  }

  private String mismatch(Checkpoint checkpoint, String keeper) {
    return otherLog(checkpoint)
        ? "a checkpoint is of the log " + checkpoint.origin()
        : "the root at size " + checkpoint.size() + " is not the one of " + keeper;
  }

  private boolean otherLog(Checkpoint checkpoint) {
    return scan.genesis()
        .filter(genesis -> !genesis.origin().equals(checkpoint.origin()))
        .isPresent();
  }
}
