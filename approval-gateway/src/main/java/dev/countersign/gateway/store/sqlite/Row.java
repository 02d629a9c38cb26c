package dev.countersign.gateway.store.sqlite;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** The current row of a result, read by column name. */
final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  String text(String column) throws SQLException {
    return result.getString(column);
  }

  Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(result.getString(column));
  }

  long number(String column) throws SQLException {
    return result.getLong(column);
  }

  OptionalLong optionalNumber(String column) throws SQLException {
    long value = result.getLong(column);
    return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  boolean flag(String column) throws SQLException {
    return result.getLong(column) != 0;
  }

  Bytes bytes(String column) throws SQLException {
    return Bytes.of(result.getBytes(column));
  }

  Digest digest(String column) throws SQLException {
    return new Digest(bytes(column));
  }
}
