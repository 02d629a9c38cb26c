package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditFault.Kind;
import dev.countersign.desktop.audit.OpenOutcome.NotOpened;
import dev.countersign.desktop.audit.OpenOutcome.Opened;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.TreeHashing;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The steps from a path to an open log; each refuses before anything is written. */
final class AuditOpening {
  private final Path path;
  private final Genesis genesis;
  private final EntryWriter entries;
  private final Duration deadline;

  AuditOpening(Path path, Genesis genesis, EntryWriter entries, Duration deadline) {
    this.path = path;
    this.genesis = genesis;
    this.entries = entries;
    this.deadline = deadline;
  }

  OpenOutcome open() {
    Optional<AuditFault> unsafe = AuditFile.ensure(path);
    if (unsafe.isPresent()) {
      return new NotOpened(unsafe.get());
    }
    try {
      Connection db = AuditFile.connect(path);
      try {
        return open(db);
      } catch (SQLException | MissingNodeException | AuditUnreadableException e) {
        db.close();
        throw e;
      }
    } catch (SQLException e) {
      return new NotOpened(SqliteFaults.of(e));
    } catch (AuditUnreadableException e) {
      return new NotOpened(e.fault());
    } catch (MissingNodeException e) {
      return new NotOpened(
          new AuditFault(
              Kind.DAMAGED,
              "The audit log lacks a part of its tree. Keep the file and verify it offline."));
    }
  }

  private OpenOutcome open(Connection db) throws SQLException {
    Optional<AuditFault> foreign = AuditFile.foreign(db);
    if (foreign.isPresent()) {
      return refuse(db, foreign.get());
    }
    AuditFile.makeDurable(db);
    AuditRows rows = new AuditRows(db);
    begin(db, rows);
    Optional<AuditFault> other = otherLog(rows);
    if (other.isPresent()) {
      return refuse(db, other.get());
    }
    AuditWriter writer = AuditWriter.over(db, genesis.origin());
    AuditReader reader = new AuditReader(AuditFile.connect(path));
    return new Opened(new AuditLog(genesis, entries, writer, new WriterThread(deadline), reader));
  }

  /**
   * Lays out a new file with its first entry. The transaction also shows that the file can be
   * written.
   */
  private void begin(Connection db, AuditRows rows) throws SQLException {
    rows.inTransaction(() -> {
      if (AuditSchema.applicationId(db) == AuditSchema.APPLICATION_ID) {
        return;
      }
      try (Statement sql = db.createStatement()) {
        AuditSchema.create(sql);
      }
      Bytes first = entries.genesis(genesis);
      rows.insertEntry(0, first);
      rows.insertNode(0, 0, TreeHashing.leaf(first.toArray()));
    });
  }

  private Optional<AuditFault> otherLog(AuditRows rows) throws SQLException {
    List<AuditEntry> first = rows.entriesBelow(1, 1);
    if (first.isEmpty() || !(first.getFirst().content() instanceof Content.Begun begun)) {
      return Optional.of(
          new AuditFault(
              Kind.DAMAGED,
              "The audit log does not begin as it must. Keep the file and verify it offline."));
    }
    return begun.genesis().equals(genesis)
        ? Optional.empty()
        : Optional.of(
            new AuditFault(
                Kind.OTHER_DEVICE,
                "The audit log belongs to another device or enrolment. It was left as it is."));
  }

  private static OpenOutcome refuse(Connection db, AuditFault fault) throws SQLException {
    db.close();
    return new NotOpened(fault);
  }
}
