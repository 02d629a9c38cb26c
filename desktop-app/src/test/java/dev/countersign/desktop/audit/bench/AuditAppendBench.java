package dev.countersign.desktop.audit.bench;

import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.proof.log.Frontier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Durable appends a second through the whole audit log (entry made, hashed, handed to the writer
 * thread, committed), against plain JDBC that commits the same rows to the same tables without
 * triggers, with WAL and synchronous FULL and SQLite's other settings as they come, on the same
 * disk, in interleaved blocks.
 */
public final class AuditAppendBench {
  private static final double GOAL = 0.9;
  private static final int BLOCKS = 101;
  private static final int WARM_UP_BLOCKS = 60;
  private static final int PER_BLOCK = 200;

  private AuditAppendBench() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "audit-append-bench");
    double ours;
    double raw;
    try (AuditLog log = BenchLog.open(folder.resolve("ours.db"));
        Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("raw.db"));
        Statement sql = db.createStatement()) {
      layOut(sql);
      double[] oursRates = new double[BLOCKS];
      double[] rawRates = new double[BLOCKS];
      Frontier frontier = Frontier.empty();
      try (BenchLog.Rows rows = new BenchLog.Rows(db);
          var begin = db.prepareStatement("BEGIN IMMEDIATE");
          var commit = db.prepareStatement("COMMIT")) {
        for (int i = -WARM_UP_BLOCKS; i < BLOCKS; i++) {
          double oursRate = ours(log);
          byte[][] entries = new byte[PER_BLOCK][];
          for (int n = 0; n < PER_BLOCK; n++) {
            entries[n] = BenchLog.entry();
          }
          long start = System.nanoTime();
          for (byte[] entry : entries) {
            begin.execute();
            frontier = rows.insert(frontier, entry);
            commit.execute();
          }
          double rawRate = PER_BLOCK / ((System.nanoTime() - start) / 1e9);
          if (i >= 0) {
            oursRates[i] = oursRate;
            rawRates[i] = rawRate;
          }
        }
      }
      ours = BenchLog.median(oursRates);
      raw = BenchLog.median(rawRates);
    } finally {
      BenchLog.delete(folder);
    }
    BenchLog.print("audit-append", ours, raw, ours / raw, GOAL, ours / raw >= GOAL);
  }

  private static double ours(AuditLog log) {
    Intent[] intents = new Intent[PER_BLOCK];
    for (int n = 0; n < PER_BLOCK; n++) {
      intents[n] =
          new Intent(
              BenchLog.digest().value(),
              BenchLog.digest().value(),
              "approve",
              "ada.lovelace@operations.example.org",
              BenchLog.GENESIS.deviceJkt(),
              BenchLog.digest().value());
    }
    long start = System.nanoTime();
    for (Intent intent : intents) {
      if (!(log.appendIntent(intent) instanceof AppendOutcome.Recorded)) {
        throw new IllegalStateException("not recorded");
      }
    }
    return PER_BLOCK / ((System.nanoTime() - start) / 1e9);
  }

  private static void layOut(Statement sql) throws SQLException {
    sql.execute("PRAGMA journal_mode = WAL");
    sql.execute("PRAGMA synchronous = FULL");
    sql.execute("CREATE TABLE entry(seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
    sql.execute(
        "CREATE TABLE node(level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL,"
            + " PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID");
  }
}
