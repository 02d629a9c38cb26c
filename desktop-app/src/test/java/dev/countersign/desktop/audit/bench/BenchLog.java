package dev.countersign.desktop.audit.bench;

import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.IntentLeaf;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.NodeSink;
import dev.countersign.proof.log.TreeHashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** Logs of any length, made fast, and the one line that a benchmark prints. */
final class BenchLog {
  static final Genesis GENESIS = Genesis.ofDevice("bench-device-thumbprint", "bench.example");
  private static final Random RANDOM = new Random(1);

  private BenchLog() {}

  static AuditLog open(Path path) {
    return switch (AuditLog.open(path, GENESIS, Clock.systemUTC())) {
      case OpenOutcome.Opened(AuditLog log) -> log;
      case OpenOutcome.NotOpened(var fault) -> throw new IllegalStateException(fault.sentence());
    };
  }

  /** An intent of about 440 bytes, as the desk writes them. */
  static byte[] entry() {
    return new IntentLeaf(
            1_790_000_000,
            digest(),
            digest(),
            Decision.APPROVE,
            "ada.lovelace@operations.example.org",
            GENESIS.deviceJkt(),
            digest(),
            Bytes.of(Arrays.copyOf(digest().value().toArray(), 16)))
        .bytes();
  }

  static Digest digest() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new Digest(Bytes.of(bytes));
  }

  /** A new log of {@code size} entries, written in one transaction without syncing. */
  static Path make(Path folder, int size) throws SQLException {
    Path path = folder.resolve("log-" + size + ".db");
    open(path).close();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement sql = db.createStatement()) {
      sql.execute("PRAGMA synchronous = OFF");
      Frontier frontier = Frontier.empty();
      try (var first = sql.executeQuery("SELECT bytes FROM entry")) {
        first.next();
        frontier = frontier.append(TreeHashing.leaf(first.getBytes(1)), NodeSink.NONE);
      }
      sql.execute("BEGIN");
      try (Rows rows = new Rows(db)) {
        while (frontier.size() < size) {
          frontier = rows.insert(frontier, entry());
        }
      }
      sql.execute("COMMIT");
      sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    return path;
  }

  /** The rows of one entry, by plain JDBC. */
  static final class Rows implements AutoCloseable {
    private final PreparedStatement entry;
    private final PreparedStatement node;

    Rows(Connection db) throws SQLException {
      entry = db.prepareStatement("INSERT INTO entry VALUES (?, ?)");
      node = db.prepareStatement("INSERT INTO node VALUES (?, ?, ?)");
    }

    Frontier insert(Frontier before, byte[] bytes) throws SQLException {
      entry.setLong(1, before.size());
      entry.setBytes(2, bytes);
      entry.executeUpdate();
      return before.append(
          TreeHashing.leaf(bytes),
          (level, index, hash) -> {
            try {
              node.setInt(1, level);
              node.setLong(2, index);
              node.setBytes(3, hash.bytes());
              node.executeUpdate();
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
    }

    @Override
    public void close() throws SQLException {
      entry.close();
      node.close();
    }
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static void print(
      String name, double value, double reference, double ratio, double goal, boolean pass) {
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"%s\",\"value\":%.2f,\"reference\":%.2f,\"ratio\":%.3f,\"goal\":%.1f,"
            + "\"pass\":%b}%n",
        name,
        value,
        reference,
        ratio,
        goal,
        pass);
    System.exit(pass ? 0 : 1);
  }

  static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
