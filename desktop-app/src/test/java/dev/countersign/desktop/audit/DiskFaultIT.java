package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that is full, broken or hangs, at every step of a decision. */
class DiskFaultIT {
  private static final Pattern LINE =
      Pattern.compile(
          "\\w+ step (\\d+) whole (\\w+) refused (\\w+) read (\\d+) head (\\d+) before (\\d+)");

  @TempDir Path work;

  @ParameterizedTest(name = "{0}")
  @CsvSource({"enospc, 40", "eio, 6"})
  @DisplayName("D5 a full or broken disk at every step refuses decisions, loses nothing, and heals")
  void everyStep(String kind, int steps) throws Exception {
    Path folder = Files.createDirectory(work.resolve("log"));
    Map<String, String> environment =
        Map.of("LD_PRELOAD", Child.buildPreload(work).toString(), "RECORD_DIR", folder.toString());
    List<String> lines =
        Child.run(
            environment,
            work.resolve("out"),
            kind,
            folder.toString(),
            "7",
            Integer.toString(steps));
    int refusedIntents = 0;
    int halfDone = 0;
    int whole = 0;
    for (String line : lines) {
      Matcher step = LINE.matcher(line);
      assertThat(step.matches()).as(line).isTrue();
      long before = Long.parseLong(step.group(6));
      long head = Long.parseLong(step.group(5));
      // Reading stays possible, and shows exactly what counts as recorded.
      assertThat(Long.parseLong(step.group(4))).as(line).isEqualTo(head);
      if (step.group(2).equals("true")) {
        whole++;
      } else {
        // Once the disk has failed, no later decision begins before it is repaired.
        assertThat(step.group(3)).as(line).isEqualTo("true");
        refusedIntents += head == before ? 1 : 0;
        halfDone += head > before ? 1 : 0;
      }
    }
    System.out.printf(
        "disk fault %s: %d steps, %d refused before the intent, %d after it, %d not reached%n",
        kind, lines.size(), refusedIntents, halfDone, whole);
    assertThat(refusedIntents).isPositive();
    assertThat(halfDone).isPositive();
    Path db = folder.resolve("audit.db");
    try (AuditLog log = LogFixture.open(db)) {
      Map<Long, String> acknowledged =
          LeafDigest.read(Files.readString(folder.resolve("acknowledged")));
      assertThat(LeafDigest.missing(acknowledged, log.entriesFrom(0, Integer.MAX_VALUE))).isZero();
    }
    assertThat(new LogVerifier(VerifierKeys.none()).verify(db, Optional.empty()).exitCode())
        .isIn(0, 4);
  }

  @Test
  @DisplayName("D5 a disk that hangs is refused at the deadline, then at once, and reading goes on")
  void stall() throws Exception {
    Path folder = Files.createDirectory(work.resolve("log"));
    List<String> lines =
        Child.run(
            Map.of(
                "LD_PRELOAD", Child.buildPreload(work).toString(), "RECORD_DIR", folder.toString()),
            work.resolve("out"),
            "stall",
            folder.toString(),
            "7");
    assertThat(lines).hasSize(4);
    assertThat(lines.subList(0, 3)).allMatch(line -> line.startsWith("intent TIMED_OUT"));
    assertThat(lines.get(3)).startsWith("read 3 ");
  }
}
