package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real limit of the kernel on what can be written, at every stage of a whole decision. */
@EnabledOnOs(OS.LINUX)
class FullDiskIT {
  private static final int STEPS = 160;
  private static final Pattern LINE =
      Pattern.compile(
          "step (\\d+) done (\\w+) asked (\\w+) sent (\\w+) intents (\\d+) open (\\d+)"
              + " outcome (\\w+) verify (\\d+)");

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "D5 S0.9 a full disk at every stage: no touch without a durable intent, nothing sent"
          + " that is not kept, no outcome lost")
  void everyStage() throws Exception {
    Path out = folder.resolve("out");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                FullDiskJourneys.class.getName(),
                folder.toString(),
                Integer.toString(STEPS))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    // Through a pipe, which has no size and so no limit.
    Files.write(out, child.getInputStream().readAllBytes());
    assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
    List<String> lines = Files.readAllLines(out);
    assertThat(child.exitValue()).as(String.join("\n", lines)).isZero();
    int refused = 0;
    int asked = 0;
    int whole = 0;
    for (String line : lines) {
      Matcher step = LINE.matcher(line);
      assertThat(step.matches()).as(line).isTrue();
      boolean done = Boolean.parseBoolean(step.group(2));
      boolean touched = Boolean.parseBoolean(step.group(3));
      boolean sent = Boolean.parseBoolean(step.group(4));
      int intents = Integer.parseInt(step.group(5));
      if (touched) {
        assertThat(intents).as(line).isOne();
      }
      if (sent) {
        assertThat(touched).as(line).isTrue();
        assertThat(step.group(7)).as(line).isEqualTo("Accepted");
      }
      if (done) {
        assertThat(sent).as(line).isTrue();
      }
      assertThat(step.group(6)).as(line).isEqualTo("0");
      assertThat(Integer.parseInt(step.group(8))).as(line).isIn(0, 4);
      refused += touched ? 0 : 1;
      asked += touched && !sent ? 1 : 0;
      whole += done ? 1 : 0;
    }
    System.out.printf(
        "full disk by RLIMIT_FSIZE: %d decisions, %d refused before the key was asked, %d after it"
            + " and before sending, %d whole%n",
        lines.size(), refused, asked, whole);
    assertThat(lines).hasSize(STEPS);
    assertThat(refused).isPositive();
    assertThat(whole).isPositive();
  }
}
