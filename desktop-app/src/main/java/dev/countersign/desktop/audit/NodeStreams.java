package dev.countersign.desktop.audit;

import dev.countersign.proof.log.TreeHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stored nodes, one ordered stream a level, each compared with the recomputed node that must
 * come next.
 */
final class NodeStreams implements AutoCloseable {
  private final Connection db;
  private final long from;
  private final List<PreparedStatement> statements = new ArrayList<>();
  private final List<ResultSet> levels = new ArrayList<>();

  /**
   * @param from entry from which on nodes are compared; a multiple of every subtree that is still
   *     to be completed, or 0
   */
  NodeStreams(Connection db, long from) {
    this.db = db;
    this.from = from;
  }

  /** Whether the next stored node of the level has this number and hash. */
  boolean nextIs(int level, long index, TreeHash hash) throws SQLException {
    while (levels.size() <= level) {
      open(levels.size());
    }
    ResultSet stream = levels.get(level);
    return stream.next()
        && stream.getLong(1) == index
        && AuditRows.hash(stream.getBytes(2)).equals(Optional.of(hash));
  }

  /** Whether a node is stored that no entry of a log of this size accounts for. */
  boolean anyLeft(long size) throws SQLException {
    int height = Long.SIZE - Long.numberOfLeadingZeros(size);
    while (levels.size() < height) {
      open(levels.size());
    }
    for (ResultSet stream : levels) {
      if (stream.next()) {
        return true;
      }
    }
    return exists("level < 0") || exists("level >= " + height);
  }

  private boolean exists(String condition) throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery("SELECT 1 FROM node WHERE " + condition + " LIMIT 1")) {
      return row.next();
    }
  }

  private void open(int level) throws SQLException {
    PreparedStatement sql =
        db.prepareStatement("SELECT idx, hash FROM node WHERE level = ? AND idx >= ? ORDER BY idx");
    statements.add(sql);
    sql.setInt(1, level);
    // From the start also what stands before it: no number below zero belongs to a node.
    sql.setLong(2, from == 0 ? Long.MIN_VALUE : from >>> level);
    levels.add(sql.executeQuery());
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement sql : statements) {
      sql.close();
    }
  }
}
