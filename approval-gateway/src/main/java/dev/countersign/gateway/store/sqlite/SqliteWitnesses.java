package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.Alarm;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.WitnessStore;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.TreeHash;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The witnessed log heads and the alarms. */
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
        row -> new WitnessedHead(row.text("origin"), row.number("size"), root(row, "root")),
        "SELECT * FROM witnessed WHERE device_jkt = ?",
        deviceJkt);
  }

  private static TreeHash root(Row row, String column) throws SQLException {
    return TreeHash.of(row.bytes(column).toArray());
  }

  @Override
  public OptionalLong since(String deviceJkt) {
    return ledger.read(sql ->
        sql.one(
                row -> row.optionalNumber("at"),
                "SELECT at FROM witnessed WHERE device_jkt = ?",
                deviceJkt)
            .orElse(OptionalLong.empty()));
  }

  @Override
  public boolean advance(String deviceJkt, Optional<WitnessedHead> expected, WitnessedHead next) {
    return ledger.write(sql -> {
      if (!head(sql, deviceJkt).equals(expected)) {
        return false;
      }
      sql.update(
          "INSERT OR REPLACE INTO witnessed (device_jkt, origin, size, root, at)"
              + " VALUES (?, ?, ?, ?, ?)",
          deviceJkt,
          next.origin(),
          next.size(),
          Bytes.of(next.root().bytes()),
          ledger.now());
      return true;
    });
  }

  @Override
  public boolean suspend(Alarm alarm) {
    return ledger.write(sql -> {
      int suspended =
          sql.update(
              "UPDATE device SET standing = ? WHERE jkt = ? AND standing = ?",
              Standing.SUSPENDED.name(),
              alarm.device().jkt(),
              Standing.ACTIVE.name());
      if (suspended == 0) {
        return false;
      }
      sql.update(
          "INSERT INTO alarm VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          sql.number("SELECT coalesce(max(seq), 0) + 1 AS n FROM alarm"),
          alarm.id(),
          ledger.now(),
          alarm.kind().name(),
          alarm.device().jkt(),
          alarm.correlationId(),
          alarm.witnessed().origin(),
          alarm.witnessed().size(),
          Bytes.of(alarm.witnessed().root().bytes()),
          alarm.shown().size(),
          Bytes.of(alarm.shown().root().bytes()));
      SqliteFeed.appendAlarm(sql, alarm.id());
      return true;
    });
  }

  @Override
  public List<Alarm> alarms() {
    return ledger.read(sql -> sql.list(row -> alarm(sql, row), "SELECT * FROM alarm ORDER BY seq"));
  }

  private static Alarm alarm(Sql sql, Row row) throws SQLException {
    String origin = row.text("origin");
    return new Alarm(
        row.text("id"),
        row.number("at"),
        Alarm.Kind.valueOf(row.text("kind")),
        SqliteDirectory.device(sql, row.text("device_jkt"))
            .orElseThrow(() -> new SQLException("an alarm is about no device")),
        row.text("correlation_id"),
        new WitnessedHead(origin, row.number("witnessed_size"), root(row, "witnessed_root")),
        new WitnessedHead(origin, row.number("shown_size"), root(row, "shown_root")));
  }
}
