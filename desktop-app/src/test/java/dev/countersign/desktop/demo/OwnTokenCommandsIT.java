package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.cli.Commands;
import dev.countersign.desktop.cli.Launchers;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.desktop.wiring.FolderTokens;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("countersign token enrolled, add, rename and revoke, against a real gateway")
class OwnTokenCommandsIT {
  private static final String PINS = (RealDesk.PIN + "\n").repeat(2);

  @TempDir private Path folder;
  private final InputStream standardInput = System.in;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private RealDesk desk;
  private DemoKey green;

  @BeforeEach
  void open() throws Exception {
    desk = RealDesk.in(folder);
    green = desk.keys.addKey("green");
    green.presetPin(RealDesk.PIN.toCharArray());
    green.touchPolicy(DemoTouchPolicy.AUTOMATIC);
  }

  @AfterEach
  void close() {
    System.setIn(standardInput);
    desk.close();
  }

  @Test
  @DisplayName("S3.3 a second key is added, renamed, and revokes the first one")
  void life() {
    assertThat(run("", "enrolled")).isZero();
    assertThat(out.toString()).contains("fido2  blue key");
    assertThat(err.toString()).contains("One token is easily lost");
    green.plug();

    // The touch of the demo's keys is automatic, so the new one is named by its number.
    assertThat(run(PINS, "add", "--pin-stdin", "--token", "2", "--name", "green key")).isZero();
    assertThat(run(PINS, "rename", "--pin-stdin", "green key", "spare", "--json")).isZero();
    assertThat(out.toString()).contains("{\"result\":\"changed\"}");
    assertThat(run("", "enrolled", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"kind\":\"fido2\",\"name\":\"blue key\"")
        .contains("\"name\":\"spare\"");
    assertThat(err.toString()).doesNotContain("easily lost");
    assertThat(run(PINS, "revoke", "--pin-stdin", "blue key")).isZero();
    assertThat(run("", "enrolled")).isZero();
    assertThat(out.toString()).contains("spare").doesNotContain("blue");
  }

  @Test
  @DisplayName("the last token stays unless --last is given, and the sentence says what that means")
  void last() {
    assertThat(run(PINS, "revoke", "--pin-stdin", "blue key")).isEqualTo(1);
    assertThat(err.toString()).contains("last_token").contains("another administrator");
    assertThat(run(PINS, "revoke", "--pin-stdin", "--last", "blue key")).isZero();
    assertThat(run("", "enrolled")).isZero();
    assertThat(out.toString()).doesNotContain("blue key");
  }

  @Test
  @DisplayName("a wrong PIN, an unknown name and an empty new name change nothing")
  void refused() {
    assertThat(run("000000\n", "rename", "--pin-stdin", "blue key", "x")).isEqualTo(1);
    assertThat(err.toString()).contains("That PIN is wrong").contains("Nothing was changed");
    assertThat(run(PINS, "rename", "--pin-stdin", "nobody", "x")).isEqualTo(2);
    assertThat(run(PINS, "rename", "--pin-stdin", "blue key", " ")).isEqualTo(2);
    assertThat(run("", "enrolled")).isZero();
    assertThat(out.toString()).contains("blue key");
  }

  @Test
  @DisplayName("without an enrolment each command says so and exits with 5")
  void notEnrolled() {
    Path empty = folder.resolve("nobody");
    assertThat(run(empty, "", "enrolled")).isEqualTo(5);
    assertThat(run(empty, PINS, "revoke", "--pin-stdin", "blue key")).isEqualTo(5);
    assertThat(err.toString()).contains("not enrolled");
  }

  private int run(String input, String... arguments) {
    return run(desk.deskFolder.path(), input, arguments);
  }

  private int run(Path enrolment, String input, String... arguments) {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    out = new StringWriter();
    err = new StringWriter();
    String[] all = new String[arguments.length + 1];
    all[0] = "token";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Commands.commandLine(new Launched(new DeskFolder(enrolment)), "test")
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private final class Launched implements Launchers {
    private final DeskFolder enrolment;

    Launched(DeskFolder enrolment) {
      this.enrolment = enrolment;
    }

    @Override
    public TokenWatcher tokens() {
      return desk.keys.watch();
    }

    @Override
    public OwnTokens ownTokens(TokenPort attached) {
      return new FolderTokens(enrolment, attached, Clock.systemUTC());
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
      throw new AssertionError("the window was opened");
    }

    @Override
    public NewEnrolment enrolment() {
      throw new AssertionError("launched an enrolment");
    }

    @Override
    public int demo(boolean headless, Optional<Path> out, HeldToken token) {
      throw new AssertionError("launched the demo");
    }
  }
}
