package dev.countersign.gateway.store.sqlite;

import dev.countersign.proof.Bytes;
import java.sql.SQLException;

/** The epoch of the ledger. */
final class Epochs {
  static final int BYTES = 16;

  private Epochs() {}

  static Bytes current(Sql sql) throws SQLException {
    return sql.one(row -> row.bytes("epoch"), "SELECT epoch FROM ledger").orElseThrow();
  }

  static Bytes replace(Sql sql, Bytes next) throws SQLException {
    sql.update("UPDATE ledger SET epoch = ?", next);
    return next;
  }
}
