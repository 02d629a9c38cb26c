package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.NodeSource;
import dev.countersign.proof.log.TreeHash;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of the three tables over one connection, with its statements kept prepared. Not
 * thread-safe: each connection has one owner at a time.
 */
final class AuditRows {
  private static final String OUTCOME_PREFIX = "{\"type\":\"outcome\"";
  private static final Pattern TYPE_FIRST = Pattern.compile("\\{\"type\":\"([a-z_]+)\"");
  private static final int TYPE_FIRST_BYTES = 64;

  private static final String EDGE =
      """
      WITH RECURSIVE edge(level, start) AS (
        SELECT 0, min(?1, ?2 - 1) & ~1
        UNION ALL
        SELECT level + 1, min(?1 >> (level + 1), (?2 >> (level + 1)) - 1) & ~1
          FROM edge WHERE ?2 >> (level + 1) > 0)
      SELECT node.level, node.idx, node.hash
        FROM edge CROSS JOIN node ON node.level = edge.level AND node.idx >= edge.start
        LIMIT ?3\
      """;

  private final Connection db;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  AuditRows(Connection db) {
    this.db = db;
  }

  /** Number of entries by the highest number in use. */
  long size() throws SQLException {
    return number("SELECT coalesce(max(seq), -1) + 1 FROM entry");
  }

  Optional<TreeHash> node(int level, long index) throws SQLException {
    PreparedStatement sql = prepared("SELECT hash FROM node WHERE level = ? AND idx = ?");
    sql.setInt(1, level);
    sql.setLong(2, index);
    try (ResultSet row = sql.executeQuery()) {
      return row.next() ? hash(row.getBytes(1)) : Optional.empty();
    }
  }

  /**
   * The right edge of a tree: of each of its levels the last node and every node from the leaf
   * {@code first} on, beginning with the left one of a pair, by number. Nodes beyond the tree are
   * among them, up to {@code limit} in all.
   */
  List<NavigableMap<Long, Optional<TreeHash>>> edge(long first, long size, int limit)
      throws SQLException {
    PreparedStatement sql = prepared(EDGE);
    sql.setLong(1, first);
    sql.setLong(2, size);
    sql.setInt(3, limit);
    List<NavigableMap<Long, Optional<TreeHash>>> levels = new ArrayList<>();
    for (long left = size; left > 0; left >>>= 1) {
      levels.add(new TreeMap<>());
    }
    try (ResultSet rows = sql.executeQuery()) {
      while (rows.next()) {
        levels.get(rows.getInt(1)).put(rows.getLong(2), hash(rows.getBytes(3)));
      }
    }
    return levels;
  }

  /** The highest level that has a node; -1 if there is none. */
  long highestLevel() throws SQLException {
    return number("SELECT coalesce(max(level), -1) FROM node");
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
    return (level, index) -> unchecked(() -> node(level, index));
  }

  /**
   * Runs a query for code that cannot throw SQL's exceptions.
   *
   * @throws AuditUnreadableException when the file cannot be read
   */
  <T> T unchecked(Query<T> query) {
    try {
      return query.run();
    } catch (SQLException e) {
      throw new AuditUnreadableException(SqliteFaults.of(e), e);
    }
  }

  /** Entries below a number, newest first. */
  List<AuditEntry> entriesBelow(long before, int limit) throws SQLException {
    PreparedStatement sql =
        prepared("SELECT seq, bytes FROM entry WHERE seq < ? ORDER BY seq DESC LIMIT ?");
    sql.setLong(1, before);
    sql.setInt(2, limit);
    return entries(sql);
  }

  /** Entries from a number on, oldest first. */
  List<AuditEntry> entriesFrom(long from, int limit) throws SQLException {
    PreparedStatement sql =
        prepared("SELECT seq, bytes FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?");
    sql.setLong(1, from);
    sql.setInt(2, limit);
    return entries(sql);
  }

  /** The stored bytes of entries from a number on, oldest first, not read yet. */
  List<Leaf> leavesFrom(long from) throws SQLException {
    PreparedStatement sql = prepared("SELECT seq, bytes FROM entry WHERE seq >= ? ORDER BY seq");
    sql.setLong(1, from);
    return leaves(sql);
  }

  /** Outcome entries after a number, oldest first. */
  List<AuditEntry> outcomesAfter(long intentIndex) throws SQLException {
    PreparedStatement sql =
        prepared(
            "SELECT seq, bytes FROM entry WHERE seq > ?"
                + " AND substr(bytes, 1, %d) = CAST('%s' AS BLOB) ORDER BY seq"
                    .formatted(OUTCOME_PREFIX.length(), OUTCOME_PREFIX));
    sql.setLong(1, intentIndex);
    return entries(sql);
  }

  private static List<AuditEntry> entries(PreparedStatement sql) throws SQLException {
    return leaves(sql).stream().map(Leaf::entry).toList();
  }

  private static List<Leaf> leaves(PreparedStatement sql) throws SQLException {
    List<Leaf> leaves = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery()) {
      while (rows.next()) {
        byte[] bytes = rows.getBytes(2);
        leaves.add(new Leaf(rows.getLong(1), Bytes.of(bytes == null ? new byte[0] : bytes)));
      }
    }
    return leaves;
  }

  void insertEntry(long seq, Bytes bytes) throws SQLException {
    PreparedStatement sql = prepared("INSERT INTO entry VALUES (?, ?)");
    sql.setLong(1, seq);
    sql.setBytes(2, bytes.toArray());
    sql.executeUpdate();
  }

  void insertNode(int level, long index, TreeHash hash) throws SQLException {
    PreparedStatement sql = prepared("INSERT INTO node VALUES (?, ?, ?)");
    sql.setInt(1, level);
    sql.setLong(2, index);
    sql.setBytes(3, hash.bytes());
    sql.executeUpdate();
  }

  void insertCheckpoint(long size, byte[] note) throws SQLException {
    PreparedStatement sql = prepared("INSERT INTO checkpoint VALUES (?, ?) ON CONFLICT DO NOTHING");
    sql.setLong(1, size);
    sql.setBytes(2, note);
    sql.executeUpdate();
  }

  /** The note of the largest size; of several, the longest, which carries the most signatures. */
  Optional<byte[]> newestCheckpoint() throws SQLException {
    PreparedStatement sql =
        prepared("SELECT note FROM checkpoint ORDER BY size DESC, length(note) DESC LIMIT 1");
    try (ResultSet row = sql.executeQuery()) {
      return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
    }
  }

  /** The newest notes, largest size first, at most {@code limit}. */
  List<byte[]> newestCheckpoints(int limit) throws SQLException {
    List<byte[]> notes = new ArrayList<>();
    try (PreparedStatement sql =
        db.prepareStatement(
            "SELECT note FROM checkpoint ORDER BY size DESC, length(note) DESC LIMIT ?")) {
      sql.setInt(1, limit);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          notes.add(rows.getBytes(1));
        }
      }
    }
    return notes;
  }

  /** Runs statements as one transaction that holds the write lock from its start. */
  void inTransaction(Work work) throws SQLException {
    try {
      prepared("BEGIN IMMEDIATE").execute();
      work.run();
      prepared("COMMIT").execute();
    } catch (SQLException e) {
      rollBack(e);
      throw e;
    }
  }

  private void rollBack(SQLException cause) {
    try {
      // A statement that has failed is not used again: after a full disk SQLite refuses it.
      for (PreparedStatement each : prepared.values()) {
        each.close();
      }
    } catch (SQLException alreadyClosed) {
      cause.addSuppressed(alreadyClosed);
    }
    prepared.clear();
    try (Statement sql = db.createStatement()) {
      sql.execute("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      // SQLite rolls back by itself after some errors and then refuses this one.
      cause.addSuppressed(alreadyRolledBack);
    }
  }

  private long number(String query) throws SQLException {
    try (ResultSet row = prepared(query).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private PreparedStatement prepared(String text) throws SQLException {
    PreparedStatement kept = prepared.get(text);
    if (kept == null) {
      kept = db.prepareStatement(text);
      prepared.put(text, kept);
    }
    return kept;
  }

  /** The stored bytes of an entry. */
  record Leaf(long index, Bytes bytes) {
    AuditEntry entry() {
      return EntryReader.read(index, bytes);
    }

    /**
     * Whether reading it can show an outcome. One that begins with another type, plainly spelt, is
     * none, as no member may come twice.
     */
    boolean mayBeOutcome() {
      Bytes start = bytes.slice(0, Math.min(bytes.size(), TYPE_FIRST_BYTES));
      Matcher type = TYPE_FIRST.matcher(new String(start.toArray(), StandardCharsets.ISO_8859_1));
      return !type.lookingAt() || type.group(1).equals("outcome");
    }
  }

  /** Statements of one transaction. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** A query with its answer. */
  @FunctionalInterface
  interface Query<T> {
    T run() throws SQLException;
  }
}
