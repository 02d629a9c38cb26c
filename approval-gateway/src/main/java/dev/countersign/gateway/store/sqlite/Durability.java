package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Refuses a database that would acknowledge a decision before it is on disk: only a write-ahead log
 * with {@code synchronous=FULL} keeps every acknowledged row through a power loss.
 */
final class Durability {
  private static final long FULL = 2;

  private Durability() {}

  /** Asks the connection itself, whatever was configured. */
  static void require(Connection connection) throws SQLException {
    Sql sql = new Sql(connection);
    String journal =
        sql.one(row -> row.text("journal_mode"), "PRAGMA journal_mode").orElse("unknown");
    long synchronous = sql.one(row -> row.number("synchronous"), "PRAGMA synchronous").orElse(-1L);
    if (!journal.equals("wal") || synchronous < FULL) {
      throw new StoreException(
          "the database does not write durably (journal_mode="
              + journal
              + ", synchronous="
              + synchronous
              + "); journal_mode=wal and synchronous=2 (FULL) are needed");
    }
  }
}
