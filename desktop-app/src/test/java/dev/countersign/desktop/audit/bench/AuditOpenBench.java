package dev.countersign.desktop.audit.bench;

import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opening a log and appending the first entry, in milliseconds: a log of a million entries against
 * one that has only begun, in turn.
 */
public final class AuditOpenBench {
  private static final double GOAL = 1.2;
  private static final int ENTRIES = 1_000_000;
  private static final int ROUNDS = 61;
  private static final int WARM_UP_ROUNDS = 40;

  private AuditOpenBench() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("audit-open-bench");
    double large;
    double empty;
    try {
      Path many = BenchLog.make(folder, ENTRIES);
      double[] larges = new double[ROUNDS];
      double[] empties = new double[ROUNDS];
      for (int i = -WARM_UP_ROUNDS; i < ROUNDS; i++) {
        Path fresh = folder.resolve("fresh.db");
        BenchLog.open(fresh).close();
        double first = millis(fresh);
        double second = millis(many);
        Files.delete(fresh);
        if (i >= 0) {
          empties[i] = first;
          larges[i] = second;
        }
      }
      large = BenchLog.median(larges);
      empty = BenchLog.median(empties);
    } finally {
      BenchLog.delete(folder);
    }
    double ratio = large / empty;
    BenchLog.print("audit-open", large, empty, ratio, GOAL, ratio <= GOAL);
  }

  private static double millis(Path path) {
    long start = System.nanoTime();
    AuditLog log = BenchLog.open(path);
    AppendOutcome appended = log.appendEvent(new DeskEvent.Started("bench"));
    double millis = (System.nanoTime() - start) / 1e6;
    log.close();
    if (!(appended instanceof AppendOutcome.Recorded)) {
      throw new IllegalStateException("not recorded: " + appended);
    }
    return millis;
  }
}
