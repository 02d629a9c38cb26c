package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditFault.Kind;
import dev.countersign.desktop.audit.OpenOutcome.NotOpened;
import dev.countersign.desktop.audit.OpenOutcome.Opened;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.TreeHashing;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The steps from a path to an open log. A file that is foreign, newer or of another layout is
 * refused before anything is written; one of an older format is brought up to date first.
 */
final class AuditOpening {
  private final Path path;
  private final Genesis genesis;
  private final VerifierKeys keys;
  private final EntryWriter entries;
  private final Duration deadline;

  AuditOpening(
      Path path, Genesis genesis, VerifierKeys keys, EntryWriter entries, Duration deadline) {
    this.path = path;
    this.genesis = genesis;
    this.keys = keys;
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
      return new NotOpened(damaged("a part of its tree is missing"));
    }
  }

  private OpenOutcome open(Connection db) throws SQLException {
    Optional<AuditFault> foreign = AuditFile.foreign(db);
    if (foreign.isPresent()) {
      return refuse(db, foreign.get());
    }
    Optional<AuditFault> volatileFile = AuditFile.makeDurable(db);
    if (volatileFile.isPresent()) {
      return refuse(db, volatileFile.get());
    }
    AuditRows rows = new AuditRows(db);
    begin(db, rows);
    Optional<AuditFault> other = otherLog(rows);
    if (other.isPresent()) {
      return refuse(db, other.get());
    }
    return switch (new OpeningCheck(rows, genesis, keys).look()) {
      case OpeningCheck.Result.Faulty(String clause) -> refuse(db, damaged(clause));
      case OpeningCheck.Result.Sound(Frontier frontier) -> {
        AuditWriter writer = new AuditWriter(db, rows, genesis.origin(), frontier);
        AuditReader reader = new AuditReader(AuditFile.connect(path));
        yield new Opened(
            new AuditLog(path, genesis, entries, writer, new WriterThread(deadline), reader));
      }
    };
  }

  /**
   * Lays out a new file with its first entry, or brings an older one up to date. The transaction
   * also shows that the file can be written.
   */
  private void begin(Connection db, AuditRows rows) throws SQLException {
    rows.inTransaction(() -> {
      int version = AuditSchema.userVersion(db);
      try (Statement sql = db.createStatement()) {
        if (AuditSchema.applicationId(db) == AuditSchema.APPLICATION_ID) {
          if (version < AuditSchema.USER_VERSION) {
            AuditSchema.migrate(sql, version);
          }
          return;
        }
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
      return Optional.of(damaged("it does not begin as it must"));
    }
    return begun.genesis().equals(genesis)
        ? Optional.empty()
        : Optional.of(
            new AuditFault(
                Kind.OTHER_DEVICE,
                "The audit log belongs to another device or enrolment. It was left as it is."));
  }

  private static AuditFault damaged(String clause) {
    return new AuditFault(
        Kind.DAMAGED,
        "The audit log was changed or is damaged: %s. Keep the file and run countersign log verify."
            .formatted(clause));
  }

  private static OpenOutcome refuse(Connection db, AuditFault fault) throws SQLException {
    db.close();
    return new NotOpened(fault);
  }
}
