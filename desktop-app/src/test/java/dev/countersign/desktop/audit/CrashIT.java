package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AuditEntry.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process in the middle of decisions, again and again, on one log. */
class CrashIT {
  private static final boolean FULL = "full".equals(System.getProperty("countersign.soak"));
  private static final long SEED = Long.getLong("countersign.seed", 20_261_127);
  private static final int KILLS = FULL ? 400 : 42;

  @TempDir Path folder;

  @Test
  @DisplayName("D5 after every kill each acknowledged entry is there, and no intent stays open")
  void kills() throws Exception {
    Random random = new Random(SEED);
    Path db = folder.resolve("audit.db");
    int openIntents = 0;
    long unacknowledged = 0;
    Map<Long, String> acknowledged = new HashMap<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      Process child =
          Child.start(
              Map.of(),
              folder.resolve("out"),
              "forever",
              folder.toString(),
              Long.toString(SEED + kill));
      Path acks = folder.resolve("acknowledged");
      long before = Files.exists(acks) ? Files.size(acks) : 0;
      waitForGrowth(child, acks, before);
      // Somewhere in the next decisions; what is asserted does not depend on where.
      Thread.sleep(random.nextInt(40));
      child.destroyForcibly().waitFor();
      acknowledged = LeafDigest.read(Files.readString(acks));
      try (AuditLog log = LogFixture.open(db)) {
        List<AuditEntry> entries = log.entriesFrom(0, Integer.MAX_VALUE);
        assertThat(LeafDigest.missing(acknowledged, entries)).as("lost at kill %d", kill).isZero();
        unacknowledged = entries.size() - acknowledged.size();
        openIntents += log.openIntents().size();
      }
      int exit =
          new LogVerifier(VerifierKeys.none()).verify(db, java.util.Optional.empty()).exitCode();
      assertThat(exit).as("verified after kill %d", kill).isIn(0, 4);
    }
    try (AuditLog log = LogFixture.open(db)) {
      log.completeOpenIntentsAsUnknown();
      assertEveryIntentEndsOnce(log.entriesFrom(0, Integer.MAX_VALUE));
      System.out.printf(
          "kill -9: seed %d, %d kills, %d entries, %d acknowledged, %d not, 0 lost, %d intents"
              + " found open%n",
          SEED, KILLS, log.head().size(), acknowledged.size(), unacknowledged, openIntents);
    }
    assertThat(openIntents).as("kills that fell between intent and outcome").isPositive();
  }

  private static void assertEveryIntentEndsOnce(List<AuditEntry> entries) {
    Map<Long, Integer> outcomes = new HashMap<>();
    for (AuditEntry entry : entries) {
      switch (entry.content()) {
        case Content.Intended _ -> outcomes.putIfAbsent(entry.index(), 0);
        case Content.Ended ended -> outcomes.merge(ended.intentIndex(), 1, Integer::sum);
        case Content.Begun _, Content.Happened _ -> {}
        case Content.Unreadable unreadable -> throw new AssertionError(unreadable.reason());
      }
    }
    assertThat(outcomes).isNotEmpty().allSatisfy((_, count) -> assertThat(count).isOne());
  }

  private void waitForGrowth(Process child, Path acks, long before) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(acks) || Files.size(acks) <= before) {
      assertThat(child.isAlive())
          .as(() -> "the child ended: " + read(folder.resolve("out")))
          .isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(2);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException unreadable) {
      return String.valueOf(unreadable);
    }
  }
}
