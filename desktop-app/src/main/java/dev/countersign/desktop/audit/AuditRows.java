package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.NodeSource;
import dev.countersign.proof.log.TreeHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of the three tables over one connection. Not thread-safe: each connection has one owner
 * at a time.
 */
final class AuditRows {
  private final Connection db;

  AuditRows(Connection db) {
    this.db = db;
  }

  /** Number of entries by the highest number in use. */
  long size() throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery("SELECT coalesce(max(seq), -1) + 1 FROM entry")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  Optional<TreeHash> node(int level, long index) throws SQLException {
    try (PreparedStatement sql =
        db.prepareStatement("SELECT hash FROM node WHERE level = ? AND idx = ?")) {
      sql.setInt(1, level);
      sql.setLong(2, index);
      try (ResultSet row = sql.executeQuery()) {
        return row.next() ? hash(row.getBytes(1)) : Optional.empty();
      }
    }
  }

  /**
   * A hash column; empty if it is not 32 bytes, which the table forbids but a changed file may
   * hold.
   */
  static Optional<TreeHash> hash(byte @Nullable [] column) {
    return column != null && column.length == TreeHash.LENGTH
        ? Optional.of(TreeHash.of(column))
        : Optional.empty();
  }

  /** The nodes for the tree code, which knows no SQL. */
  NodeSource nodes() {
    return (level, index) -> {
      try {
        return node(level, index);
      } catch (SQLException e) {
        throw new AuditUnreadableException(SqliteFaults.of(e), e);
      }
    };
  }

  /** Entries below a number, newest first. */
  List<AuditEntry> entriesBelow(long before, int limit) throws SQLException {
    List<AuditEntry> entries = new ArrayList<>();
    try (PreparedStatement sql =
        db.prepareStatement(
            "SELECT seq, bytes FROM entry WHERE seq < ? ORDER BY seq DESC LIMIT ?")) {
      sql.setLong(1, before);
      sql.setInt(2, limit);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          entries.add(EntryReader.read(rows.getLong(1), Bytes.of(rows.getBytes(2))));
        }
      }
    }
    return entries;
  }

  void insertEntry(long seq, Bytes bytes) throws SQLException {
    try (PreparedStatement sql = db.prepareStatement("INSERT INTO entry VALUES (?, ?)")) {
      sql.setLong(1, seq);
      sql.setBytes(2, bytes.toArray());
      sql.executeUpdate();
    }
  }

  void insertNode(int level, long index, TreeHash hash) throws SQLException {
    try (PreparedStatement sql = db.prepareStatement("INSERT INTO node VALUES (?, ?, ?)")) {
      sql.setInt(1, level);
      sql.setLong(2, index);
      sql.setBytes(3, hash.bytes());
      sql.executeUpdate();
    }
  }

  void insertCheckpoint(long size, byte[] note) throws SQLException {
    try (PreparedStatement sql =
        db.prepareStatement("INSERT INTO checkpoint VALUES (?, ?) ON CONFLICT DO NOTHING")) {
      sql.setLong(1, size);
      sql.setBytes(2, note);
      sql.executeUpdate();
    }
  }

  /** The note of the largest size; of several, the longest, which carries the most signatures. */
  Optional<byte[]> newestCheckpoint() throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT note FROM checkpoint ORDER BY size DESC, length(note) DESC LIMIT 1")) {
      return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
    }
  }

  /** Runs statements as one transaction that holds the write lock from its start. */
  void inTransaction(Work work) throws SQLException {
    try (Statement sql = db.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      try {
        work.run();
        sql.execute("COMMIT");
      } catch (SQLException e) {
        rollBack(sql, e);
        throw e;
      }
    }
  }

  private static void rollBack(Statement sql, SQLException cause) {
    try {
      sql.execute("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      // SQLite rolls back by itself after some errors and then refuses this one.
      cause.addSuppressed(alreadyRolledBack);
    }
  }

  /** Statements of one transaction. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }
}
