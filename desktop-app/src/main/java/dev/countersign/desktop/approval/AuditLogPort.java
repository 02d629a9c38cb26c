package dev.countersign.desktop.approval;

import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.CheckpointOutcome;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import java.util.List;
import java.util.Optional;

/** The device's own audit log as a decision sees it. */
public record AuditLogPort(AuditLog log) implements AuditPort {
  @Override
  public AppendOutcome appendIntent(Intent intent) {
    return log.appendIntent(intent);
  }

  @Override
  public AppendOutcome appendOutcome(
      long intentIndex, Bytes requestSha256, DecisionOutcome outcome, Optional<Bytes> request) {
    return log.appendOutcome(intentIndex, requestSha256, outcome, request);
  }

  @Override
  public Checkpoint head() {
    return log.head();
  }

  @Override
  public Checkpoint headAt(long size) {
    return log.headAt(size);
  }

  @Override
  public List<TreeHash> inclusion(long index, long size) {
    return log.inclusionProof(index, size).path();
  }

  @Override
  public List<TreeHash> consistency(long oldSize, long newSize) {
    return oldSize == 0 || oldSize == newSize
        ? List.of()
        : log.consistencyProof(oldSize, newSize).path();
  }

  @Override
  public Bytes firstEntry() {
    return log.entries(1, 1).getFirst().leaf();
  }

  @Override
  public CheckpointOutcome storeCheckpoint(SignedCheckpoint signed) {
    return log.storeCheckpoint(signed);
  }
}
