package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts at many moments of a recorded run: whatever the disk then holds of what was not
 * synced, each acknowledged entry is in the log, and the log verifies.
 */
class PowerLossIT {
  private static final boolean FULL = "full".equals(System.getProperty("countersign.soak"));
  private static final long SEED = Long.getLong("countersign.seed", 20_261_127);
  private static final int DECISIONS = FULL ? 900 : 180;
  private static final int CUTS = FULL ? 4_000 : 400;

  @TempDir Path work;

  /** What the images showed. */
  private record Count(int images, long lost, long damaged, long refused, long acknowledged) {}

  @Test
  @DisplayName("D5 no power cut loses an acknowledged entry or leaves damage; weaker syncing does")
  void powerLoss() throws Exception {
    Path library = Child.buildPreload(work);
    Count safe = simulate(record(library, "write", DECISIONS), CUTS, "FULL");
    assertThat(safe.images()).isGreaterThanOrEqualTo(1_500);
    assertThat(safe.acknowledged()).isPositive();
    assertThat(safe.lost()).as("acknowledged entries lost").isZero();
    assertThat(safe.damaged()).as("images that do not verify").isZero();
    assertThat(safe.refused()).as("images that do not open").isZero();
    Count control = simulate(record(library, "unsafe", DECISIONS / 4), CUTS / 10, "NORMAL");
    assertThat(control.lost()).as("the control must lose entries").isPositive();
  }

  private DiskRecord record(Path library, String workload, int decisions)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(work.resolve(workload));
    Path log = work.resolve(workload + ".record");
    Child.run(
        Map.of(
            "LD_PRELOAD", library.toString(),
            "RECORD_DIR", folder.toString(),
            "RECORD_LOG", log.toString()),
        work.resolve(workload + ".out"),
        workload,
        folder.toString(),
        Long.toString(SEED),
        Integer.toString(decisions));
    return DiskRecord.read(log);
  }

  private Count simulate(DiskRecord record, int cuts, String name) throws Exception {
    Random random = new Random(SEED);
    DiskAtPowerLoss disk = new DiskAtPowerLoss();
    List<DiskRecord.Op> ops = record.ops();
    int images = 0;
    long lost = 0;
    long damaged = 0;
    long refused = 0;
    long acknowledged = 0;
    int made = 0;
    for (int i = 0; i < ops.size(); i++) {
      disk.apply(ops.get(i));
      // Spread evenly over the record.
      if ((long) (i + 1) * cuts / ops.size() == made) {
        continue;
      }
      made++;
      Map<Long, String> acked = disk.acknowledged();
      acknowledged += acked.size();
      for (DiskAtPowerLoss.Survival survival : DiskAtPowerLoss.Survival.values()) {
        Path image = Files.createTempDirectory(memory(), "power-loss");
        disk.writeTo(image, survival, random);
        Path db = image.resolve("audit.db");
        images++;
        switch (AuditLog.open(db, LogFixture.GENESIS, LogFixture.CLOCK)) {
          case OpenOutcome.NotOpened(AuditFault fault) -> {
            refused++;
            System.out.println("refused: " + fault.sentence());
          }
          case OpenOutcome.Opened(AuditLog log) -> {
            try (log) {
              lost += LeafDigest.missing(acked, log.entriesFrom(0, Integer.MAX_VALUE));
              int exit =
                  new LogVerifier(VerifierKeys.none()).verifyOpen(db, Progress.NONE).exitCode();
              damaged += exit == 0 || exit == 4 ? 0 : 1;
            }
          }
        }
        delete(image);
      }
    }
    System.out.printf(
        "power loss, synchronous=%s: seed %d, %d operations, %d cuts, %d images, %d acknowledged"
            + " entries looked for, %d lost, %d damaged, %d refused%n",
        name, SEED, ops.size(), made, images, acknowledged, lost, damaged, refused);
    return new Count(images, lost, damaged, refused, acknowledged);
  }

  /** Images need no disk of their own: their syncs would only cost time. */
  private Path memory() {
    Path shared = Path.of("/dev/shm");
    return Files.isWritable(shared) ? shared : work;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
