package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.demo.FullDiskDesk.Stage;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A whole desk whose disk is full, and a real gateway that has room. */
@EnabledOnOs(OS.LINUX)
class FullDiskGatewayIT {
  @TempDir private Path folder;

  @Test
  @DisplayName(
      "D5 S0.9 a full disk at each stage against a real gateway: nothing is counted without a"
          + " durable intent, and with room again each outcome agrees with the gateway")
  void everyStage() throws Exception {
    Map<Stage, VerifiedRequest> asked = new EnumMap<>(Stage.class);
    Map<Stage, String> said = new EnumMap<>(Stage.class);
    Map<Stage, Boolean> countedThen = new EnumMap<>(Stage.class);
    try (RealDesk gateway = RealDesk.in(folder)) {
      RealDesk.Asking agent = gateway.requester("agent-1");
      Process child = start();
      try (BufferedWriter to = new BufferedWriter(new OutputStreamWriter(child.getOutputStream()));
          BufferedReader from =
              new BufferedReader(
                  new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        for (Stage stage : Stage.values()) {
          VerifiedRequest request = agent.ask();
          asked.put(stage, request);
          said.put(stage, decide(to, from, request, stage));
          countedThen.put(stage, voted().contains(request.request().requestId()));
        }
        // What was refused for want of room can be decided when there is some.
        VerifiedRequest again = asked.get(Stage.RECORDING_INTENT);
        assertThat(decide(to, from, again, Stage.NEVER)).isEqualTo("NEVER Done intent+accepted");
        to.close();
        assertThat(from.readLine()).isNull();
      } finally {
        assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(child.exitValue()).as(said.toString()).isZero();
      System.out.println("full disk against a real gateway: " + said.values());

      assertThat(said)
          .containsEntry(Stage.BEFORE_INTENT, "BEFORE_INTENT Failed nothing")
          .containsEntry(Stage.RECORDING_INTENT, "RECORDING_INTENT Failed nothing")
          .containsEntry(Stage.AFTER_INTENT, "AFTER_INTENT Failed intent")
          .containsEntry(Stage.AT_TOUCH, "AT_TOUCH Failed intent")
          .containsEntry(Stage.AT_OUTCOME, "AT_OUTCOME Done intent")
          .containsEntry(Stage.AT_CHECKPOINT, "AT_CHECKPOINT Done intent+accepted")
          .containsEntry(Stage.NEVER, "NEVER Done intent+accepted");
      countedThen.forEach((stage, counted) ->
          assertThat(counted).as(stage.name()).isEqualTo(stage.compareTo(Stage.AT_OUTCOME) >= 0));

      // With room again, as the desk's next start finds it.
      gateway.openDesk();
      Set<String> voted = voted();
      asked.forEach((stage, request) -> {
        boolean counted = voted.contains(request.request().requestId());
        assertThat(counted)
            .as(stage.name())
            .isEqualTo(countedThen.get(stage) || stage == Stage.RECORDING_INTENT);
        List<DecisionOutcome> outcomes = outcomes(gateway.desk().log(), request.sha256().value());
        switch (stage) {
          case BEFORE_INTENT -> assertThat(outcomes).as(stage.name()).isEmpty();
          case AFTER_INTENT, AT_TOUCH ->
              assertThat(outcomes).as(stage.name()).containsExactly(new DecisionOutcome.Unknown());
          case RECORDING_INTENT, AT_OUTCOME, AT_CHECKPOINT, NEVER ->
              assertThat(outcomes)
                  .as(stage.name())
                  .singleElement()
                  .isInstanceOf(DecisionOutcome.Accepted.class);
        }
      });
    }
    assertThat(
            new LogVerifier(VerifierKeys.none())
                .verify(folder.resolve("desk/audit.db"), Optional.empty())
                .exitCode())
        .isZero();
  }

  private static String decide(
      BufferedWriter to, BufferedReader from, VerifiedRequest request, Stage stage)
      throws IOException {
    to.write(request.request().requestId() + " " + stage + "\n");
    to.flush();
    return String.valueOf(from.readLine());
  }

  private Process start() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FullDiskDesk.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .start();
  }

  /** Outcomes of the one intent on a request, oldest first; none without an intent. */
  private static List<DecisionOutcome> outcomes(AuditLog log, Bytes request) {
    List<AuditEntry> entries = log.entriesFrom(0, 1_000);
    List<Long> intents =
        entries.stream()
            .filter(entry ->
                entry.content() instanceof Content.Intended(long _, Intent intent)
                    && intent.requestSha256().equals(request))
            .map(AuditEntry::index)
            .toList();
    assertThat(intents).hasSizeLessThanOrEqualTo(1);
    return entries.stream()
        .map(AuditEntry::content)
        .filter(Content.Ended.class::isInstance)
        .map(Content.Ended.class::cast)
        .filter(ended -> intents.contains(ended.intentIndex()))
        .map(Content.Ended::outcome)
        .toList();
  }

  /** The requests with a vote, from the gateway's own ledger. */
  private Set<String> voted() throws SQLException {
    Set<String> voted = new HashSet<>();
    try (Connection db =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gateway/ledger.db"));
        Statement sql = db.createStatement();
        ResultSet rows = sql.executeQuery("SELECT request_id FROM vote")) {
      while (rows.next()) {
        assertThat(voted.add(rows.getString(1))).as("two votes on one request").isTrue();
      }
    }
    return voted;
  }
}
