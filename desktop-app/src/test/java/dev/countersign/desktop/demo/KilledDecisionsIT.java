package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a desk with its gateway in the middle of whole decisions, again and again. */
@Tag("soak")
class KilledDecisionsIT {
  private static final boolean FULL = "full".equals(System.getProperty("countersign.soak"));
  private static final long SEED = Long.getLong("countersign.seed", 20_261_127);
  private static final int KILLS = FULL ? 200 : 40;
  private static final int MOST_STEPS = 12;
  private static final int MOST_MILLIS = 30;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

  @TempDir private Path folder;

  /** Two worlds at once, because a start takes most of the time and one core. */
  @Test
  @DisplayName(
      "D5 S0.3 killed in whole decisions: each acknowledged one is in the log, each intent"
          + " ends once, and nothing counts twice")
  void kills() throws Exception {
    long began = System.nanoTime();
    List<Tally> tallies = new ArrayList<>();
    try (ExecutorService worlds = Executors.newFixedThreadPool(2)) {
      List<Future<Tally>> running = new ArrayList<>();
      for (int world = 0; world < 2; world++) {
        Path own = Files.createDirectory(folder.resolve("world" + world));
        long seed = SEED + world;
        running.add(worlds.submit(() -> new World(own).killed(KILLS / 2, new Random(seed))));
      }
      for (Future<Tally> each : running) {
        tallies.add(each.get());
      }
    }
    int begun = tallies.stream().mapToInt(Tally::begun).sum();
    int acknowledged = tallies.stream().mapToInt(Tally::acknowledged).sum();
    int halfDone = tallies.stream().mapToInt(Tally::halfDone).sum();
    System.out.printf(
        "kill -9 in whole decisions: seed %d, %d kills, %d intents, %d acknowledged, 0 lost,"
            + " %d found without outcome, %d s%n",
        SEED,
        KILLS,
        begun,
        acknowledged,
        halfDone,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    assertThat(halfDone).as("kills that fell between intent and outcome").isPositive();
  }

  /** What one world saw. */
  private record Tally(int begun, int acknowledged, int halfDone) {}

  /** One folder with a gateway, a desk and a key, whose process is killed. */
  private record World(Path folder) {
    Tally killed(int kills, Random random) throws Exception {
      try (RealDesk made = RealDesk.in(folder)) {
        assertThat(made.deskFolder.isEnrolled()).isTrue();
      }
      for (int kill = 1; kill <= kills; kill++) {
        Process child = start("agent-" + kill);
        waitForSteps(child, 1 + random.nextInt(MOST_STEPS));
        // Somewhere in this step or the next; what is asserted does not depend on where.
        Thread.sleep(random.nextInt(MOST_MILLIS));
        child.destroyForcibly().waitFor();
      }
      Path acknowledged = folder.resolve("acknowledged");
      Set<String> sent =
          new HashSet<>(Files.exists(acknowledged) ? Files.readAllLines(acknowledged) : List.of());
      Map<Long, List<DecisionOutcome>> ends;
      int halfDone;
      try (RealDesk real = RealDesk.in(folder)) {
        real.openDesk();
        // A proof that may have been sent is asked about first.
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> !Files.exists(real.deskFolder.pendingProof()));
        List<AuditEntry> entries = real.desk().log().entriesFrom(0, Integer.MAX_VALUE);
        ends = ends(entries);
        halfDone = recovered(entries);
        assertThat(accepted(entries)).as("acknowledged and lost").containsAll(sent);
        assertThat(ends).isNotEmpty().allSatisfy((_, outcomes) -> assertEndsOnce(outcomes));
      }
      Map<String, Integer> votes = votesPerRequest();
      assertThat(votes).allSatisfy((_, count) -> assertThat(count).isOne());
      assertThat(votes.keySet()).containsAll(sent);
      assertThat(
              new LogVerifier(VerifierKeys.none())
                  .verify(folder.resolve("desk/audit.db"), Optional.empty())
                  .exitCode())
          .isIn(0, 4);
      return new Tally(ends.size(), sent.size(), halfDone);
    }

    /** How many intents the starts found without outcome. */
    private static int recovered(List<AuditEntry> entries) {
      Set<Long> found = new HashSet<>();
      for (AuditEntry entry : entries) {
        if (entry.content() instanceof Content.Happened(long _, DeskEvent event)
            && event instanceof DeskEvent.Recovered recovered) {
          found.addAll(recovered.completed());
          recovered.kept().ifPresent(found::add);
        }
      }
      return found.size();
    }

    private static void assertEndsOnce(List<DecisionOutcome> outcomes) {
      List<DecisionOutcome> known =
          outcomes.stream().filter(each -> !(each instanceof DecisionOutcome.Unknown)).toList();
      assertThat(outcomes).isNotEmpty();
      assertThat(known.size()).isLessThanOrEqualTo(1);
      assertThat(outcomes.size() - known.size()).isLessThanOrEqualTo(1);
    }

    private static Map<Long, List<DecisionOutcome>> ends(List<AuditEntry> entries) {
      Map<Long, List<DecisionOutcome>> ends = new HashMap<>();
      for (AuditEntry entry : entries) {
        switch (entry.content()) {
          case Content.Intended _ -> ends.put(entry.index(), new ArrayList<>());
          case Content.Ended ended -> ends.get(ended.intentIndex()).add(ended.outcome());
          case Content.Begun _, Content.Happened _ -> {}
          case Content.Unreadable unreadable -> throw new AssertionError(unreadable.reason());
        }
      }
      return ends;
    }

    private static Set<String> accepted(List<AuditEntry> entries) throws RefusedException {
      Set<String> accepted = new HashSet<>();
      for (AuditEntry entry : entries) {
        if (entry.content() instanceof Content.Ended ended
            && ended.outcome() instanceof DecisionOutcome.Accepted) {
          accepted.add(
              new dev.countersign.proof.json.ObjectReader(
                      Envelope.parse(
                              ended.request().orElseThrow().toArray(), PayloadType.APPROVAL_REQUEST)
                          .json(),
                      "request",
                      dev.countersign.proof.RefusalCode.MALFORMED_JSON)
                  .string("request_id"));
        }
      }
      return accepted;
    }

    /** Straight from the ledger: how many votes each request has. */
    private Map<String, Integer> votesPerRequest() throws SQLException {
      Map<String, Integer> votes = new HashMap<>();
      try (Connection db =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gateway/ledger.db"));
          Statement sql = db.createStatement();
          ResultSet rows = sql.executeQuery("SELECT request_id FROM vote")) {
        while (rows.next()) {
          votes.merge(rows.getString(1), 1, Integer::sum);
        }
      }
      return votes;
    }

    private Process start(String name) throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:-BytecodeVerificationRemote",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx256m",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              DecidingDesk.class.getName(),
              folder.toString(),
              name,
              "0")
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("out").toFile())
          .start();
    }

    /** Until the child has gone so many steps of its decisions. */
    private void waitForSteps(Process child, int steps) throws Exception {
      Path file = folder.resolve("steps");
      long before = Files.exists(file) ? Files.size(file) : 0;
      long end = System.nanoTime() + PATIENCE;
      while (!Files.exists(file) || Files.size(file) < before + steps) {
        String said = Files.readString(folder.resolve("out"));
        assertThat(child.isAlive()).as(said).isTrue();
        assertThat(System.nanoTime()).as(said).isLessThan(end);
        Thread.sleep(2);
      }
    }
  }
}
