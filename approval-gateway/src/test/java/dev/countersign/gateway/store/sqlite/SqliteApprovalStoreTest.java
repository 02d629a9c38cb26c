package dev.countersign.gateway.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestClock;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.ApprovalStoreContract;
import dev.countersign.gateway.store.StoreException;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteApprovalStoreTest extends ApprovalStoreContract {
  @TempDir Path folder;
  private final Ids ids = new Ids(new SecureRandom());

  @Override
  protected ApprovalStore open(TestClock clock) {
    return SqliteApprovalStore.open(folder.resolve("contract.db"), ids, clock);
  }

  @Test
  @DisplayName("what was committed is there after reopening, with the same epoch")
  void reopen() {
    GatewayFixture gateway = GatewayFixture.in(folder);
    VerifiedRequest request = gateway.requester("pipeline-1").request();
    Bytes epoch = gateway.store.epoch();
    gateway.close();
    try (ApprovalStore again =
        SqliteApprovalStore.open(folder.resolve("ledger.db"), ids, gateway.clock)) {
      assertThat(again.epoch()).isEqualTo(epoch);
      assertThat(again.requests().find(request.request().requestId())).isPresent();
    }
  }

  @Test
  @DisplayName("a ledger whose process vanished in the middle of a transaction opens without it")
  void vanished() throws Exception {
    Path file = folder.resolve("ledger.db");
    GatewayFixture gateway = GatewayFixture.in(folder);
    gateway.requester("pipeline-1").request();
    Path copy = folder.resolve("after-crash.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA cache_spill = 1");
      statement.execute("PRAGMA cache_size = 1");
      other.setAutoCommit(false);
      statement.execute("UPDATE request SET state = 'approved'");
      // What a crash leaves: the files as they are now, the transaction not ended.
      Files.copy(file, copy);
      Files.copy(folder.resolve("ledger.db-wal"), folder.resolve("after-crash.db-wal"));
      other.rollback();
    }
    gateway.close();
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    try (ApprovalStore again = SqliteApprovalStore.open(copy, ids, gateway.clock)) {
      assertThat(again.requests().pending()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"wal, NORMAL", "wal, OFF", "delete, FULL", "memory, FULL", "off, FULL"})
  @DisplayName("a database that does not write durably is refused")
  void notDurable(String journal, String synchronous) {
    Connections weak =
        new Connections() {
          @Override
          public Connection writer() throws SQLException {
            return connection(journal, synchronous);
          }

          @Override
          public Connection reader() throws SQLException {
            return connection(journal, synchronous);
          }
        };
    assertThatThrownBy(() -> SqliteApprovalStore.open(weak, ids, new TestClock()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("does not write durably");
  }

  private Connection connection(String journal, String synchronous) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("weak.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = " + journal);
      statement.execute("PRAGMA synchronous = " + synchronous);
    }
    return connection;
  }

  @Test
  @DisplayName("the ledger's files are open to their owner alone, or refused")
  void mode() throws Exception {
    GatewayFixture gateway = GatewayFixture.in(folder);
    for (String name : new String[] {"ledger.db", "ledger.db-wal", "ledger.db-shm"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
    gateway.close();
    Path file = folder.resolve("ledger.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SqliteApprovalStore.open(file, ids, gateway.clock))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("0600");
  }

  @Test
  @DisplayName("a ledger of a newer schema, or another database, is refused and left alone")
  void foreign() throws Exception {
    Path newer = folder.resolve("newer.db");
    SqliteApprovalStore.open(newer, ids, new TestClock()).close();
    change(newer, "PRAGMA user_version = 99");
    assertThatThrownBy(() -> SqliteApprovalStore.open(newer, ids, new TestClock()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("99");
    Path other = folder.resolve("other.db");
    Files.createFile(
        other, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    change(other, "CREATE TABLE letters (text TEXT)");
    assertThatThrownBy(() -> SqliteApprovalStore.open(other, ids, new TestClock()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not a ledger");
  }

  @Test
  @DisplayName("S1.1 after a full disk ended a transaction, the next one is whole or nothing again")
  void fullDisk() throws Exception {
    Path file = folder.resolve("full.db");
    LedgerFile ledger = LedgerFile.at(file);
    AtomicReference<Connection> writer = new AtomicReference<>();
    Connections watched =
        new Connections() {
          @Override
          public Connection writer() throws SQLException {
            writer.set(ledger.writer());
            return writer.get();
          }

          @Override
          public Connection reader() throws SQLException {
            return ledger.reader();
          }
        };
    try (Database database = Database.open(watched)) {
      database.write(sql -> sql.update("CREATE TABLE vote (seq INTEGER PRIMARY KEY, bytes BLOB)"));
      limit(writer.get(), 3);
      assertThatThrownBy(() -> database.write(sql -> sql.update(VOTE, 1, Bytes.of(new byte[9999]))))
          .isInstanceOf(StoreException.class);
      limit(writer.get(), 1_000_000);
      assertThatThrownBy(() ->
              database.write(sql -> {
                sql.update(VOTE, 2, Bytes.utf8("half"));
                throw new SQLException("the other half fails");
              }))
          .isInstanceOf(StoreException.class);
      assertThat(votes(database)).isZero();
      database.write(sql -> sql.update(VOTE, 3, Bytes.utf8("whole")));
      assertThat(votes(database)).isEqualTo(1);
    }
  }

  private static final String VOTE = "INSERT INTO vote VALUES (?, ?)";

  private static long votes(Database database) {
    return database.read(sql -> sql.number("SELECT count(*) AS n FROM vote"));
  }

  private static void limit(Connection connection, int pages) throws SQLException {
    if (connection.isClosed()) {
      return; // the store has taken another one, which has no limit
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count = " + pages);
    }
  }

  private static void change(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
