package dev.countersign.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.demo.HeldToken;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Exporter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The command line countersign")
class CommandsTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("explains every command and says its version, on standard output")
  void help() {
    for (String command : List.of("", "demo", "enroll", "proof", "proof verify", "log verify")) {
      assertThat(run((command + " --help").strip().split(" "))).isZero();
      assertThat(out.toString()).contains(("Usage: countersign " + command).strip());
      out.getBuffer().setLength(0);
      assertThat(run((command + " --version").strip().split(" "))).isZero();
      assertThat(out.toString()).isEqualTo("countersign 1.2.3" + System.lineSeparator());
      out.getBuffer().setLength(0);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  @DisplayName("refuses wrong usage with 2 and nothing on standard output")
  void wrongUsage() {
    for (String line :
        List.of(
            "bogus",
            "proof",
            "log",
            "proof verify",
            "log verify",
            "demo --headless",
            "demo --out x",
            "demo --bogus")) {
      assertThat(run(line.split(" "))).isEqualTo(ExitCode.UNUSABLE);
    }
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isNotEmpty();
  }

  @Test
  @DisplayName("answers a file that cannot be read with 2 and a sentence")
  void unreadable() {
    String missing = folder.resolve("none").toString();
    assertThat(run("proof", "verify", "--trust", missing, "--request", missing, "--proof", missing))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("There is no file " + missing);
    assertThat(run("log", "verify", "--db", folder.toString())).isEqualTo(ExitCode.UNUSABLE);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine commandLine = Commands.commandLine(new NothingToLaunch(), "1.2.3");
    return commandLine
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** No test gets so far. */
  private static final class NothingToLaunch implements Launchers {
    @Override
    public OwnTokens ownTokens(TokenPort attached) {
      throw new AssertionError("no enrolment is looked at here");
    }

    @Override
    public CardWatcher cards() {
      throw new AssertionError("cards were listed");
    }

    @Override
    public Exporter exporter(TokenPort attached, Person person) {
      throw new AssertionError("nothing is exported here");
    }

    @Override
    public int desk() {
      throw new AssertionError("launched the desk");
    }

    @Override
    public NewEnrolment enrolment() {
      throw new AssertionError("launched an enrolment");
    }

    @Override
    public int demo(boolean headless, Optional<Path> folder, HeldToken token) {
      throw new AssertionError("launched the demo");
    }

    @Override
    public TokenWatcher tokens() {
      throw new AssertionError("listed the tokens");
    }
  }
}
