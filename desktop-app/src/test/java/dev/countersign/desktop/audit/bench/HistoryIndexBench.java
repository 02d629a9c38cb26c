package dev.countersign.desktop.audit.bench;

import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.audit.HistoryQuery;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The search of the history page over 100,000 decisions, in milliseconds: how many there are, and
 * the newest 500, that contain a text which is nowhere, so that every row is looked at. The
 * reference is the 100 ms in which an answer seems immediate to a person.
 */
public final class HistoryIndexBench {
  private static final int ENTRIES = 100_000;
  private static final int ROUNDS = 41;
  private static final int PAGE = 500;
  private static final double REFERENCE_MILLIS = 100;
  private static final HistoryQuery NOWHERE = HistoryQuery.ALL.withText("stands nowhere");

  private HistoryIndexBench() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("history-index-bench");
    double millis;
    try {
      Path path = BenchLog.make(folder, ENTRIES);
      try (AuditLog log = BenchLog.open(path);
          HistoryIndex index = HistoryIndex.of(log)) {
        long start = System.nanoTime();
        index.catchUp();
        System.err.printf("made in %.1f s%n", (System.nanoTime() - start) / 1e9);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
          long begun = System.nanoTime();
          if (index.search(NOWHERE, Long.MAX_VALUE, PAGE).total() != 0) {
            throw new IllegalStateException("found what is not there");
          }
          rounds[i] = (System.nanoTime() - begun) / 1e6;
        }
        millis = BenchLog.median(rounds);
      }
    } finally {
      BenchLog.delete(folder);
    }
    double ratio = millis / REFERENCE_MILLIS;
    BenchLog.print("history-index", millis, REFERENCE_MILLIS, ratio, 1.0, ratio <= 1.0);
  }
}
