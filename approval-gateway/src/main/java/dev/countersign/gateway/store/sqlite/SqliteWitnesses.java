package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.WitnessStore;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.TreeHash;
import java.sql.SQLException;
import java.util.Optional;

/** The witnessed log heads. */
final class SqliteWitnesses implements WitnessStore {
  private final Ledger ledger;

  SqliteWitnesses(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<WitnessedHead> head(String deviceJkt) {
    return ledger.read(sql -> head(sql, deviceJkt));
  }

  private static Optional<WitnessedHead> head(Sql sql, String deviceJkt) throws SQLException {
    return sql.one(
        row ->
            new WitnessedHead(
                row.text("origin"), row.number("size"), TreeHash.of(row.bytes("root").toArray())),
        "SELECT * FROM witnessed WHERE device_jkt = ?",
        deviceJkt);
  }

  @Override
  public boolean advance(String deviceJkt, Optional<WitnessedHead> expected, WitnessedHead next) {
    return ledger.write(sql -> {
      if (!head(sql, deviceJkt).equals(expected)) {
        return false;
      }
      sql.update(
          "INSERT OR REPLACE INTO witnessed VALUES (?, ?, ?, ?)",
          deviceJkt,
          next.origin(),
          next.size(),
          Bytes.of(next.root().bytes()));
      return true;
    });
  }
}
