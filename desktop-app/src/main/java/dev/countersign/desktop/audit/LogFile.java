package dev.countersign.desktop.audit;

import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeProver;
import dev.countersign.proof.log.TreeSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A log file that is only read, for the command line: never changed, also when the desk has it
 * open. Reading does not verify it; what it proves is what its own nodes say, so a proof from a
 * changed file does not hold. Entries and copies can also be had of a log whose first entry is
 * gone.
 *
 * <p>Methods throw {@link AuditUnreadableException} when the file is damaged, and {@link
 * dev.countersign.proof.log.MissingNodeException} when a part of the tree is gone.
 */
public final class LogFile implements AutoCloseable {
  private final LogSnapshot snapshot;
  private final AuditRows rows;
  private final Optional<Genesis> genesis;

  private LogFile(LogSnapshot snapshot, AuditRows rows, Optional<Genesis> genesis) {
    this.snapshot = snapshot;
    this.rows = rows;
    this.genesis = genesis;
  }

  /**
   * Opens a file.
   *
   * @throws IOException with one clause for a person, when it is no audit log that can be read
   */
  public static LogFile open(Path path) throws IOException {
    try {
      LogSnapshot snapshot = LogSnapshot.of(path);
      try {
        return of(snapshot);
      } catch (IOException | SQLException e) {
        snapshot.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IOException("it cannot be read (%s)".formatted(SqliteFaults.of(e).kind()), e);
    }
  }

  private static LogFile of(LogSnapshot snapshot) throws IOException, SQLException {
    if (AuditSchema.applicationId(snapshot.db()) != AuditSchema.APPLICATION_ID
        || !AuditSchema.isKnown(AuditSchema.userVersion(snapshot.db()))) {
      throw new IOException("it is no audit log of a known format");
    }
    AuditRows rows = new AuditRows(snapshot.db());
    return new LogFile(snapshot, rows, genesis(rows));
  }

  private static Optional<Genesis> genesis(AuditRows rows) throws SQLException {
    return rows.entriesFrom(0, 1).stream()
        .filter(entry -> entry.index() == 0)
        .flatMap(entry ->
            entry.content() instanceof AuditEntry.Content.Begun begun
                ? Stream.of(begun.genesis())
                : Stream.empty())
        .findFirst();
  }

  /** What the log is the log of, by its first entry. */
  public Genesis genesis() {
    return genesis.orElseThrow(() ->
        changed("The log does not begin with the entry that names its device. Run log verify."));
  }

  /** Origin, size and root by the stored nodes. */
  public Checkpoint head() {
    long size = rows.unchecked(rows::size);
    if (!TreeSize.isValid(size)) {
      throw changed("The log has an entry whose number cannot be. Run log verify.");
    }
    return headAt(size);
  }

  private static AuditUnreadableException changed(String sentence) {
    return new AuditUnreadableException(new AuditFault(AuditFault.Kind.DAMAGED, sentence));
  }

  /**
   * The head as it was at a smaller size.
   *
   * @throws IllegalArgumentException unless the size is in 0..2^53-1
   */
  public Checkpoint headAt(long size) {
    return new Checkpoint(genesis().origin(), size, prover().root(size));
  }

  /** Up to {@code limit} entries from a number on, oldest first. */
  public List<AuditEntry> entriesFrom(long from, int limit) {
    return rows.unchecked(() -> rows.entriesFrom(from, limit));
  }

  /** Proof that an entry is in the tree of the first {@code size} entries. */
  public InclusionProof inclusion(long index, long size) {
    return prover().inclusion(index, size);
  }

  /** Proof that the first {@code oldSize} entries are a prefix of the first {@code newSize}. */
  public ConsistencyProof consistency(long oldSize, long newSize) {
    return prover().consistency(oldSize, newSize);
  }

  /** The stored checkpoint of the largest size; empty if there is none that can be read. */
  public Optional<SignedCheckpoint> newestCheckpoint() {
    return rows.unchecked(rows::newestCheckpoint)
        .flatMap(note ->
            SignedCheckpoint.parse(note) instanceof Parse.Parsed<SignedCheckpoint>(var signed)
                ? Optional.of(signed)
                : Optional.empty());
  }

  /**
   * Writes a copy through SQLite's backup interface, mode 0600 and synced.
   *
   * @param target a path that does not exist; nothing is left there when the copy fails
   * @throws IOException when it exists or cannot be written
   */
  public void backup(Path target) throws IOException {
    Files.createFile(
        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Statement sql = snapshot.db().createStatement()) {
      // The driver runs this through sqlite3_backup_init and its steps.
      sql.executeUpdate(
          "backup to '" + target.toAbsolutePath().toString().replace("'", "''") + "'");
      AuditFile.sync(target);
    } catch (SQLException | IOException failed) {
      Files.deleteIfExists(target);
      throw new IOException("the copy could not be written", failed);
    }
  }

  private TreeProver prover() {
    return new TreeProver(rows.nodes());
  }

  @Override
  public void close() throws IOException {
    try {
      snapshot.close();
    } catch (SQLException e) {
      throw new IOException("the file could not be closed", e);
    }
  }
}
