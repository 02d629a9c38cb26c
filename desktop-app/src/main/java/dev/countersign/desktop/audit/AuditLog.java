package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.CheckpointOutcome.Contradicts;
import dev.countersign.desktop.audit.CheckpointOutcome.NotStored;
import dev.countersign.desktop.audit.CheckpointOutcome.Stored;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.SignedCheckpoint;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The device's audit log: an append-only RFC 6962 tree over the exact bytes of its entries. Any
 * thread may call it; one thread writes. Appending blocks until the entry is durable or the
 * deadline has passed. Reading never blocks writing.
 *
 * <p>Reading methods throw {@link AuditUnreadableException} when the file cannot be read. Format:
 * {@code docs/audit-log.md}.
 */
public final class AuditLog implements AutoCloseable {
  /** How long an append may take before it counts as failed. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  private final Path path;
  private static final int RECENT_CHECKPOINTS = 256;

  private final Genesis genesis;
  private final EntryWriter entries;
  private final AuditWriter writer;
  private final WriterThread thread;
  private final AuditReader reader;
  private volatile Optional<AuditFault> distrust = Optional.empty();

  AuditLog(
      Path path,
      Genesis genesis,
      EntryWriter entries,
      AuditWriter writer,
      WriterThread thread,
      AuditReader reader) {
    this.path = path;
    this.genesis = genesis;
    this.entries = entries;
    this.writer = writer;
    this.thread = thread;
    this.reader = reader;
  }

  /**
   * Opens the log, or begins it with its genesis entry if the file is new. What is checked then is
   * the end of the log and its newest checkpoint ({@code docs/audit-log.md}), in a time that does
   * not depend on the length; have {@link LogVerifier#verifyOpen} look at the rest.
   *
   * @param path the database file; made with mode 0600, missing folders with 0700
   * @param genesis what the log must be the log of
   * @param keys with the device's key, the newest checkpoint must be signed by it
   * @param clock the device's clock
   * @param deadline the longest an append may take
   */
  public static OpenOutcome open(
      Path path, Genesis genesis, VerifierKeys keys, InstantSource clock, Duration deadline) {
    return new AuditOpening(path, genesis, keys, new EntryWriter(clock), deadline).open();
  }

  /** Opens with {@link #DEFAULT_DEADLINE} and without checking signatures. */
  public static OpenOutcome open(Path path, Genesis genesis, InstantSource clock) {
    return open(path, genesis, VerifierKeys.none(), clock, DEFAULT_DEADLINE);
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /** What this log is the log of. */
  public Genesis genesis() {
    return genesis;
  }

  /**
   * Refuses every decision from now on, because the log was found changed. Outcomes and events are
   * still recorded, and reading goes on.
   */
  public void refuseDecisions(AuditFault why) {
    distrust = Optional.of(why);
  }

  /**
   * Records that a decision is about to be signed. Only {@link AppendOutcome.Recorded} allows to go
   * on.
   */
  public AppendOutcome appendIntent(Intent intent) {
    Optional<AuditFault> distrusted = distrust;
    return distrusted.isPresent()
        ? new AppendOutcome.NotRecorded(distrusted.get())
        : append(entries.intent(intent));
  }

  /**
   * Records how the decision of an intent ended. An intent ends once: when its outcome is in the
   * log already, that entry is answered and nothing is written. Only {@link
   * DecisionOutcome.Unknown} can still be followed by an outcome that is known.
   *
   * @param intentIndex entry number of the intent
   * @param requestSha256 the intent's request
   * @param outcome how it ended
   * @param request the request envelope's bytes, so that history can show what was decided
   */
  public AppendOutcome appendOutcome(
      long intentIndex, Bytes requestSha256, DecisionOutcome outcome, Optional<Bytes> request) {
    Bytes leaf = entries.outcome(intentIndex, requestSha256, outcome, request);
    boolean unknown = outcome instanceof DecisionOutcome.Unknown;
    return thread.run(
        () -> writer.appendOutcome(intentIndex, unknown, leaf), AppendOutcome.NotRecorded::new);
  }

  /** Records anything else. */
  public AppendOutcome appendEvent(DeskEvent event) {
    return append(entries.event(event));
  }

  private AppendOutcome append(Bytes leaf) {
    return thread.run(() -> writer.append(leaf), AppendOutcome.NotRecorded::new);
  }

  /** Origin, size and root of what is durable now. */
  public Checkpoint head() {
    return writer.head();
  }

  /**
   * The head of a smaller tree.
   *
   * @throws IllegalArgumentException unless 0 < size ≤ the log's size
   */
  public Checkpoint headAt(long size) {
    requireReached(size);
    return new Checkpoint(genesis.origin(), size, reader.root(size));
  }

  /**
   * Proof that an entry is in the tree of the first {@code size} entries.
   *
   * @throws IllegalArgumentException unless 0 ≤ index < size ≤ the log's size
   */
  public InclusionProof inclusionProof(long index, long size) {
    requireReached(size);
    return reader.inclusionProof(index, size);
  }

  /**
   * Proof that the first {@code oldSize} entries are a prefix of the first {@code newSize}.
   *
   * @throws IllegalArgumentException unless 0 < oldSize ≤ newSize ≤ the log's size
   */
  public ConsistencyProof consistencyProof(long oldSize, long newSize) {
    requireReached(newSize);
    return reader.consistencyProof(oldSize, newSize);
  }

  private void requireReached(long size) {
    if (size > head().size()) {
      throw new IllegalArgumentException("the log has not reached the size " + size);
    }
  }

  /**
   * Keeps a signed checkpoint of this log. It is compared with the tree; its signatures are the
   * caller's to check. A log whose last entry is not under a stored checkpoint does not verify as
   * complete.
   */
  public CheckpointOutcome storeCheckpoint(SignedCheckpoint signed) {
    Checkpoint claimed = signed.checkpoint();
    if (claimed.size() == 0 || claimed.size() > head().size()) {
      return new Contradicts("The log has no tree of the size " + claimed.size() + ".");
    }
    if (!isOurs(claimed)) {
      return new Contradicts("The checkpoint is not one of this log.");
    }
    return thread.run(
        () -> {
          try {
            writer.storeCheckpoint(claimed.size(), signed.toBytes());
            return new Stored();
          } catch (SQLException e) {
            return new NotStored(SqliteFaults.of(e));
          }
        },
        NotStored::new);
  }

  /**
   * The stored checkpoint of the largest size that is one of this log and carries more than the
   * device's signature, among the newest {@value #RECENT_CHECKPOINTS}. Its signatures are the
   * caller's to check.
   */
  public Optional<SignedCheckpoint> newestWitnessed() {
    return reader.witnessed(RECENT_CHECKPOINTS).stream()
        .filter(signed -> isOurs(signed.checkpoint()))
        .findFirst();
  }

  private boolean isOurs(Checkpoint claimed) {
    return claimed.size() > 0
        && claimed.size() <= head().size()
        && claimed.equals(
            new Checkpoint(genesis.origin(), claimed.size(), reader.root(claimed.size())));
  }

  /** The stored checkpoint of the largest size. */
  public Optional<SignedCheckpoint> newestCheckpoint() {
    return reader.newestCheckpoint();
  }

  /** Up to {@code limit} entries with a number below {@code before}, newest first. */
  public List<AuditEntry> entries(long before, int limit) {
    return reader.entries(before, limit);
  }

  /** Up to {@code limit} entries with a number of {@code from} and more, oldest first. */
  public List<AuditEntry> entriesFrom(long from, int limit) {
    return reader.entriesFrom(from, limit);
  }

  /**
   * Intents without outcome, oldest first. Looks back to the last {@code start} entry only: so at
   * start, first complete what this returns, then append {@code start}.
   */
  public List<AuditEntry> openIntents() {
    return OpenIntents.in(this::entries, head().size());
  }

  /**
   * Whether the last run of the desk ended as it should: of {@code start} and {@code stop} the
   * newest is a {@code stop}, or there is neither.
   */
  public boolean endedCleanly() {
    return OpenIntents.endedCleanly(this::entries, head().size());
  }

  /** Completes every open intent as {@link DecisionOutcome.Unknown}; stops at the first failure. */
  public List<AppendOutcome> completeOpenIntentsAsUnknown() {
    return openIntents().stream()
        .filter(entry -> entry.content() instanceof Content.Intended)
        .map(entry ->
            appendOutcome(
                entry.index(),
                ((Content.Intended) entry.content()).intent().requestSha256(),
                new DecisionOutcome.Unknown(),
                Optional.empty()))
        .toList();
  }

  /** Finishes waiting writes, up to the deadline, and closes the file. */
  @Override
  public void close() {
    thread.run(
        () -> {
          writer.close();
          return true;
        },
        fault -> false);
    thread.close();
    reader.close();
  }
}
