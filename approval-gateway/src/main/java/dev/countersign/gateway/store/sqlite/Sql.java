package dev.countersign.gateway.store.sqlite;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Statements on one connection. Every statement is prepared for its one use: after SQLITE_FULL a
 * kept one would be dead.
 */
final class Sql {
  private final Connection connection;

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Makes a value of a row. */
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  <T> List<T> list(Reader<T> reader, String statement, Object... arguments) throws SQLException {
    try (PreparedStatement prepared = prepare(statement, arguments);
        ResultSet result = prepared.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(reader.read(new Row(result)));
      }
      return List.copyOf(rows);
    }
  }

  <T> Optional<T> one(Reader<T> reader, String statement, Object... arguments) throws SQLException {
    List<T> rows = list(reader, statement, arguments);
    if (rows.size() > 1) {
      throw new SQLException("more than one row where a key allows one");
    }
    return rows.stream().findFirst();
  }

  boolean exists(String statement, Object... arguments) throws SQLException {
    return !list(row -> true, statement, arguments).isEmpty();
  }

  /** The one number that a statement gives in its column {@code n}. */
  long number(String statement, Object... arguments) throws SQLException {
    return one(row -> row.number("n"), statement, arguments)
        .orElseThrow(() -> new SQLException("no row where one was expected"));
  }

  /** Changes rows and tells how many. */
  int update(String statement, Object... arguments) throws SQLException {
    try (PreparedStatement prepared = prepare(statement, arguments)) {
      return prepared.executeUpdate();
    }
  }

  private PreparedStatement prepare(String statement, Object... arguments) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(statement);
    try {
      for (int i = 0; i < arguments.length; i++) {
        bind(prepared, i + 1, arguments[i]);
      }
      return prepared;
    } catch (SQLException | RuntimeException failed) {
      prepared.close();
      throw failed;
    }
  }

  private static void bind(PreparedStatement prepared, int index, Object argument)
      throws SQLException {
    switch (argument) {
      case String text -> prepared.setString(index, text);
      case Long number -> prepared.setLong(index, number);
      case Integer number -> prepared.setLong(index, number);
      case Boolean flag -> prepared.setLong(index, flag ? 1 : 0);
      case Bytes bytes -> prepared.setBytes(index, bytes.toArray());
      case Digest digest -> prepared.setBytes(index, digest.toArray());
      case OptionalLong number when number.isPresent() ->
          prepared.setLong(index, number.getAsLong());
      case Optional<?> optional when optional.isPresent() -> bind(prepared, index, optional.get());
      case OptionalLong _, Optional<?> _ -> prepared.setNull(index, java.sql.Types.NULL);
      default -> throw new IllegalArgumentException("cannot bind a " + argument.getClass());
    }
  }
}
