package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.AuditPort;
import dev.countersign.desktop.approval.Subscription;
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
import java.util.concurrent.CopyOnWriteArrayList;

/** The audit log as decisions see it, with a word to the window whenever it grew. */
final class ObservedAudit implements AuditPort {
  private final AuditPort log;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  ObservedAudit(AuditPort log) {
    this.log = log;
  }

  /** Listeners must not block. */
  Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public AppendOutcome appendIntent(Intent intent) {
    return told(log.appendIntent(intent));
  }

  @Override
  public AppendOutcome appendOutcome(
      long intentIndex, Bytes requestSha256, DecisionOutcome outcome, Optional<Bytes> request) {
    return told(log.appendOutcome(intentIndex, requestSha256, outcome, request));
  }

  @Override
  public CheckpointOutcome storeCheckpoint(SignedCheckpoint signed) {
    return told(log.storeCheckpoint(signed));
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

  /** Told by whoever else writes into the log. */
  void changed() {
    listeners.forEach(Runnable::run);
  }

  private <T> T told(T outcome) {
    changed();
    return outcome;
  }
}
