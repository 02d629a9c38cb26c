package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.AttemptStore;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The record of attempts. */
final class SqliteAttempts implements AttemptStore {
  private final Ledger ledger;

  SqliteAttempts(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Records inside the transaction that accepts. */
  static void record(Sql sql, Attempt attempt, long now) throws SQLException {
    JsonObject.Builder binding = JsonObject.builder();
    attempt.binding().forEach(binding::put);
    sql.update(
        "INSERT INTO attempt (at, kind, outcome, binding) VALUES (?, ?, ?, ?)",
        now,
        attempt.kind().wire(),
        attempt.outcome(),
        JsonWriter.compactText(binding.build()));
  }

  @Override
  public void record(Attempt attempt) {
    ledger.write(sql -> {
      record(sql, attempt, ledger.now());
      return attempt;
    });
  }

  @Override
  public List<Recorded> read(long after, int limit) {
    return ledger.read(sql ->
        sql.list(
            row ->
                new Recorded(
                    row.number("seq"),
                    row.number("at"),
                    new Attempt(
                        Attempt.Kind.ofWire(row.text("kind")),
                        row.text("outcome"),
                        binding(row.text("binding")))),
            "SELECT * FROM attempt WHERE seq > ? ORDER BY seq LIMIT ?",
            after,
            limit));
  }

  private static SequencedMap<String, String> binding(String column) throws SQLException {
    LinkedHashMap<String, String> binding = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> each : Columns.object(column).members().entrySet()) {
      if (!(each.getValue() instanceof JsonString(String value))) {
        throw new SQLException("the record of an attempt is damaged");
      }
      binding.put(each.getKey(), value);
    }
    return binding;
  }
}
