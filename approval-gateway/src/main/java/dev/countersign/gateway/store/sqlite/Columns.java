package dev.countersign.gateway.store.sqlite;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/** Values that stand in one column as strict JSON. What cannot be read back is a damaged ledger. */
final class Columns {
  private Columns() {}

  static String text(VerifyingKey key) {
    return JsonWriter.compactText(key.jwk());
  }

  static VerifyingKey key(String column) throws SQLException {
    try {
      return VerifyingKey.fromJwk(object(column), RefusalCode.MALFORMED_JSON);
    } catch (RefusedException damaged) {
      throw new SQLException("a key column is damaged", damaged);
    }
  }

  static P256VerifyingKey p256(String column) throws SQLException {
    if (key(column) instanceof P256VerifyingKey key) {
      return key;
    }
    throw new SQLException("a key column does not hold a P-256 key");
  }

  static String strings(List<String> values) {
    return JsonWriter.compactText(JsonArray.ofStrings(values));
  }

  static List<String> strings(String column) throws SQLException {
    try {
      if (StrictJson.parse(column.getBytes(StandardCharsets.UTF_8)) instanceof JsonArray array) {
        return array.items().stream().map(JsonString.class::cast).map(JsonString::value).toList();
      }
    } catch (RefusedException | ClassCastException damaged) {
      throw new SQLException("a list column is damaged", damaged);
    }
    throw new SQLException("a list column is damaged");
  }

  static JsonObject object(String column) throws SQLException {
    try {
      return StrictJson.parseObject(column.getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException damaged) {
      throw new SQLException("a JSON column is damaged", damaged);
    }
  }
}
