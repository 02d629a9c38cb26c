package dev.countersign.desktop.audit;

/** What storing a signed checkpoint gave. */
public sealed interface CheckpointOutcome {
  /** The checkpoint is durable (or these very bytes already were). */
  record Stored() implements CheckpointOutcome {}

  /**
   * The checkpoint is of another log, of a size not reached yet, or has another root; not stored.
   */
  record Contradicts(String sentence) implements CheckpointOutcome {}

  /** The store failed. */
  record NotStored(AuditFault fault) implements CheckpointOutcome {}
}
