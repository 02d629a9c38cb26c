package dev.countersign.desktop.approval;

import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.CheckpointOutcome;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import java.util.List;
import java.util.Optional;

/**
 * What a decision needs of the audit log. The methods must not be called on an interrupted thread:
 * a write that was interrupted counts as missing.
 */
public interface AuditPort {

  AppendOutcome appendIntent(Intent intent);

  AppendOutcome appendOutcome(
      long intentIndex, Bytes requestSha256, DecisionOutcome outcome, Optional<Bytes> request);

  /** Origin, size and root of what is durable now. */
  Checkpoint head();

  /** The head that the log had at a smaller size, at least 1. */
  Checkpoint headAt(long size);

  /** The path from an entry to the root of the first {@code size} entries. */
  List<TreeHash> inclusion(long index, long size);

  /** The path between two heads; empty when they are equal or the smaller one is empty. */
  List<TreeHash> consistency(long oldSize, long newSize);

  /** The exact bytes of the genesis entry. */
  Bytes firstEntry();

  CheckpointOutcome storeCheckpoint(SignedCheckpoint signed);
}
