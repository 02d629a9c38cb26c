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
  private final List<PreparedStatement> statements = new ArrayList<>();
  private final List<ResultSet> levels = new ArrayList<>();

  NodeStreams(Connection db) {
    this.db = db;
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

  /** Whether a node is stored that no entry accounts for. */
  boolean anyLeft() throws SQLException {
    for (ResultSet stream : levels) {
      if (stream.next()) {
        return true;
      }
    }
    try (Statement sql = db.createStatement();
        ResultSet other =
            sql.executeQuery(
                "SELECT 1 FROM node WHERE level < 0 OR level >= " + levels.size() + " LIMIT 1")) {
      return other.next();
    }
  }

  private void open(int level) throws SQLException {
    PreparedStatement sql =
        db.prepareStatement("SELECT idx, hash FROM node WHERE level = ? ORDER BY idx");
    statements.add(sql);
    sql.setInt(1, level);
    levels.add(sql.executeQuery());
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement sql : statements) {
      sql.close();
    }
  }
}
