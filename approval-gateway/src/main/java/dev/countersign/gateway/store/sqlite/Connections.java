package dev.countersign.gateway.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to one database. */
interface Connections {
  Connection writer() throws SQLException;

  Connection reader() throws SQLException;
}
