package dev.countersign.desktop.audit.bench;

import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.Progress;
import dev.countersign.desktop.audit.VerifierKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A whole verification of a log of a million entries: every entry, every node, every database page.
 * Entries a second, against the goal of a million on two cores.
 */
public final class AuditVerifyBench {
  private static final int ENTRIES = 1_000_000;
  private static final int ROUNDS = 7;
  private static final int WARM_UP_ROUNDS = 2;

  private AuditVerifyBench() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("audit-verify-bench");
    double rate;
    try {
      Path log = BenchLog.make(folder, ENTRIES);
      double[] rates = new double[ROUNDS];
      for (int i = -WARM_UP_ROUNDS; i < ROUNDS; i++) {
        long start = System.nanoTime();
        LogVerdict verdict =
            new LogVerifier(VerifierKeys.none()).verify(log, List.of(), Progress.NONE);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!(verdict instanceof LogVerdict.Unsealed unsealed)
            || unsealed.facts().entries() != ENTRIES) {
          throw new IllegalStateException("not verified: " + verdict);
        }
        if (i >= 0) {
          rates[i] = ENTRIES / seconds;
        }
      }
      rate = BenchLog.median(rates);
    } finally {
      BenchLog.delete(folder);
    }
    BenchLog.print("audit-verify", rate, ENTRIES, rate / ENTRIES, 1.0, rate >= ENTRIES);
  }
}
