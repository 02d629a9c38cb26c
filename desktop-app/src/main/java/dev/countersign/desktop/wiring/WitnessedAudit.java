package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.AuditPort;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.audit.CheckpointOutcome;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.desktop.witness.SecondWitnesses;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The audit log of a desk with second witnesses: what the gateway cosigned goes on to them, and
 * before the first intent each was asked, if it answers.
 *
 * @param background where they are asked, so that no decision waits for its seal
 */
record WitnessedAudit(AuditPort log, SecondWitnesses witnesses, Executor background)
    implements AuditPort {

  @Override
  public AppendOutcome appendIntent(Intent intent) {
    try {
      witnesses.beforeDecision();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new AppendOutcome.NotRecorded(
          new AuditFault(AuditFault.Kind.INTERRUPTED, "The decision was stopped."));
    }
    return log.appendIntent(intent);
  }

  @Override
  public CheckpointOutcome storeCheckpoint(SignedCheckpoint signed) {
    CheckpointOutcome outcome = log.storeCheckpoint(signed);
    if (outcome instanceof CheckpointOutcome.Stored) {
      try {
        background.execute(() -> submit(signed));
      } catch (RejectedExecutionException closing) {
        // They are asked again at the next start.
      }
    }
    return outcome;
  }

  private void submit(SignedCheckpoint signed) {
    try {
      witnesses.submit(signed);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
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
    return log.inclusion(index, size);
  }

  @Override
  public List<TreeHash> consistency(long oldSize, long newSize) {
    return log.consistency(oldSize, newSize);
  }

  @Override
  public Bytes firstEntry() {
    return log.firstEntry();
  }
}
