package dev.countersign.gateway.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.fixture.TestClock;
import dev.countersign.gateway.witness.WitnessOutcome;
import dev.countersign.proof.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
  private static final Bytes EPOCH = Bytes.of(new byte[16]);

  @TempDir private Path folder;

  static java.util.stream.IntStream olderVersions() {
    return java.util.stream.IntStream.range(1, Schema.VERSION);
  }

  @ParameterizedTest(name = "from version {0}")
  @MethodSource("olderVersions")
  @DisplayName("a ledger of every older version is brought up, keeps what it holds, and works")
  void upgrades(int version) throws Exception {
    Path old = folder.resolve("ledger.db");
    Files.createFile(
        old, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + old)) {
      Sql sql = new Sql(db);
      Schema.create(sql, version, EPOCH);
      sql.update("INSERT INTO approver VALUES ('ada', 'Ada Lovelace', '[\"security\"]', 0)");
    }
    Path fresh = folder.resolve("fresh.db");
    SqliteApprovalStore.open(fresh, new Ids(new SecureRandom()), new TestClock()).close();
    try (GatewayFixture gateway = GatewayFixture.in(folder)) {
      assertThat(gateway.store.epoch()).isEqualTo(EPOCH);
      assertThat(gateway.store.directory().approver("ada").orElseThrow().person())
          .isEqualTo("Ada Lovelace");
      TestApprover alice = gateway.approver("alice");
      assertThat(alice.witness()).isInstanceOf(WitnessOutcome.Cosigned.class);
      assertThat(gateway.store.witnesses().alarms()).isEmpty();
    }
    assertThat(layout(old)).isEqualTo(layout(fresh));
  }

  private static TreeSet<String> layout(Path file) throws SQLException {
    TreeSet<String> layout = new TreeSet<>();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = db.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT coalesce(sql, name) FROM sqlite_schema"
                    + " UNION ALL SELECT 'version ' || user_version FROM pragma_user_version")) {
      while (rows.next()) {
        layout.add(rows.getString(1));
      }
    }
    return layout;
  }
}
