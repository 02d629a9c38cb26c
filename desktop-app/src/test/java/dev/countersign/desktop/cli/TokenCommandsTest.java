package dev.countersign.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoFault;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeyModel;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.bridge.demo.card.SoftHsmToken;
import dev.countersign.bridge.demo.card.SoftHsmUnavailableException;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.demo.HeldToken;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("countersign token")
class TokenCommandsTest {
  private final DemoKeySet keys = DemoKeySet.create(Clock.systemUTC());
  private List<CardModule> modules = List.of();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final InputStream standardInput = System.in;

  @AfterEach
  void restoreInput() {
    System.setIn(standardInput);
  }

  private DemoKey plugged(String label) {
    DemoKey key = keys.addKey(label);
    key.plug();
    return key;
  }

  @Test
  @DisplayName("D3 list shows each connected key with the number that other commands take")
  void list() {
    plugged("blue");
    plugged("green");

    assertThat(run("list")).isZero();
    assertThat(out.toString())
        .contains("1  FIDO  Demo key (software) blue")
        .contains("2  FIDO  Demo key (software) green");
    assertThat(run("list", "--json")).isZero();
    assertThat(out.toString())
        .contains("{\"number\":1,\"kind\":\"FIDO\",\"name\":\"Demo key (software) blue\"}");
  }

  @Test
  @DisplayName("list shows cards with their certificates, and a module that does not work")
  void cards(@TempDir Path folder) throws Exception {
    modules =
        List.of(
            softHsm(folder),
            new CardModule("Gone", folder.resolve("gone.so").toAbsolutePath(), Map.of()));

    assertThat(run("list")).isZero();
    assertThat(out.toString())
        .contains("card 1  ")
        .contains("module SoftHSM2")
        .contains("CN=Alex Morgan,O=Countersign demo  ES256  until ");
    assertThat(err.toString()).contains("Gone");
    assertThat(run("list", "--json")).isZero();
    assertThat(out.toString()).contains("\"kind\":\"CARD\"").contains("\"algorithm\":\"ES256\"");
  }

  private static CardModule softHsm(Path folder) throws Exception {
    try {
      SoftHsmToken token = SoftHsmToken.create(folder, "Card", "246810");
      DemoCardAuthority authority = DemoCardAuthority.create(Clock.systemUTC());
      var key = token.addKey(new SoftHsmToken.Key("02", SoftHsmToken.Kind.P256, true));
      token.addCertificate(
          "02", "Approvals", authority.issue(authority.usual("Alex Morgan", key, true)));
      return token.module();
    } catch (SoftHsmUnavailableException missing) {
      return abort("not run: " + missing.getMessage());
    }
  }

  @Test
  @DisplayName("a key's name cannot write control characters to the terminal")
  void foreignName() {
    plugged("\u001b[2Jblue\u202e");

    run("list");

    assertThat(out.toString()).contains("\\u{1b}[2Jblue\\u{202e}").doesNotContain("\u001b");
  }

  @Test
  @DisplayName("a name from outside cannot write to the terminal through JSON, and says the same")
  void foreignNameInJson() throws Exception {
    String name = "Mallory \u009b31m\u202e\ud834\udd73 ä \"";
    StringWriter written = new StringWriter();
    JsonOutput.print(new PrintWriter(written), JsonObject.builder().put("name", name).build());
    assertThat(written.toString().strip())
        .isEqualTo("{\"name\":\"Mallory \\u009b31m\\u202e\\ud834\\udd73 ä \\\"\"}");
    assertThat(StrictJson.parseObject(Bytes.utf8(written.toString().strip()).toArray()).get("name"))
        .hasValue(new JsonString(name));
  }

  @Test
  @DisplayName("info says whether a key is ready for approvals, with the tries left on its PIN")
  void info() {
    DemoKey key = plugged("blue");
    assertThat(run("info")).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("not set").contains("not yet");
    key.presetPin("1234".toCharArray());

    assertThat(run("info", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"model\":\"" + DemoKeySet.AAGUID + "\"")
        .contains("\"pin_tries_left\":8")
        .contains("\"ready\":true");
  }

  @Test
  @DisplayName("without a key every command says so and exits with 5")
  void none() {
    assertThat(run("info")).isEqualTo(ExitCode.ENVIRONMENT_MISSING);
    plugged("blue");
    assertThat(run("info", "--token", "2")).isEqualTo(ExitCode.ENVIRONMENT_MISSING);
    assertThat(err.toString()).contains("No security key").contains("no key with number 2");
  }

  @Test
  @DisplayName("a key in a remote desktop, or one that only knows U2F, is named as such")
  void unusable() {
    DemoKey key = plugged("blue");
    key.fault(DemoFault.HELD_ELSEWHERE);
    assertThat(run("info")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("remote desktop");
    key.unplug();
    keys.addKey("old", DemoKeyModel.standard().with(DemoKeyModel.Generation.U2F)).plug();

    assertThat(run("info")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("knows only U2F");
  }

  @Test
  @DisplayName("a PIN is set and changed from standard input, never from an argument")
  void pins() {
    DemoKey key = plugged("blue");
    assertThat(pin("471147\n", "set-pin")).isZero();
    assertThat(pin("471147\n815815\n", "change-pin", "--json")).isZero();
    assertThat(out.toString()).contains("{\"result\":\"changed\"}");
    assertThat(pin("471147\n111111\n", "change-pin")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("That PIN is wrong. 7 tries are left.");
    assertThat(key.pinTriesLeft()).isEqualTo(7);
    assertThat(pin("815815\n12\n", "change-pin")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("4 characters or more");
    assertThat(pin("999999\n", "set-pin")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("use change-pin");
    assertThat(run("set-pin", "--pin", "1234")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(out.toString() + err).doesNotContain("471147").doesNotContain("815815");
  }

  @Test
  @DisplayName("a missing PIN changes nothing and exits with 2")
  void noPin() {
    plugged("blue");

    assertThat(pin("", "set-pin")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(pin("x".repeat(300), "set-pin")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("Nothing was changed").contains("too long to be a PIN");
  }

  @Test
  @DisplayName("D3 of several keys the command is for the one that is touched")
  void touched() {
    plugged("blue");
    DemoKey green = plugged("green");
    green.presetPin("1234".toCharArray());
    CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run("info"));
    await().until(green::waitsForTouch);
    green.touch();

    assertThat(exit.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join()).isZero();
    assertThat(out.toString()).contains("green");
  }

  private int pin(String lines, String command, String... more) {
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    String[] arguments = new String[more.length + 2];
    arguments[0] = command;
    arguments[1] = "--pin-stdin";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return run(arguments);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "token";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Commands.commandLine(new OnlyTokens(), "1.2.3")
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private final class OnlyTokens implements Launchers {
    @Override
    public OwnTokens ownTokens(TokenPort attached) {
      throw new AssertionError("no enrolment is looked at here");
    }

    @Override
    public CardWatcher cards() {
      return Pkcs11Cards.watch(modules);
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
      return keys.watch();
    }
  }
}
