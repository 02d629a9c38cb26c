package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.demo.DemoKeyModel.Generation;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of a key while it signs, and what its owner is told. The sentences are those of
 * docs/fido-faults.md, row by row.
 */
class FaultScriptTest {

  private static final Path TABLE = Path.of("..", "..", "docs", "fido-faults.md");

  /** For what only the deadline ends; all else must end by itself, however slow the machine is. */
  private static final Duration SHORT = Duration.ofMillis(400);

  /** The commands of one signature, as the script counts them. */
  private static final int INFO = 1;

  private static final int KEY_AGREEMENT = 2;
  private static final int PIN_TOKEN = 3;
  private static final int ASSERTION = 4;

  /**
   * A fault.
   *
   * @param name its row in the table
   * @param prepare makes it happen
   * @param model of the key
   * @param deadline of the signature
   */
  record Fault(String name, DemoKeyModel model, Consumer<DemoKey> prepare, Duration deadline) {
    static Fault scripted(String name, int command, ScriptedFault fault) {
      return with(name, key -> key.script(DemoFaultScript.at(command, fault)));
    }

    static Fault status(int code, String name) {
      return scripted(name, ASSERTION, new ScriptedFault.Status(code));
    }

    static Fault with(String name, Consumer<DemoKey> prepare) {
      return new Fault(name, DemoKeyModel.standard(), prepare, PLENTY);
    }

    /** One after which nothing comes any more. */
    static Fault silent(String name, int command, ScriptedFault fault) {
      Fault scripted = scripted(name, command, fault);
      return new Fault(name, scripted.model(), scripted.prepare(), SHORT);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Fault> faults() {
    return List.of(
        Fault.scripted(
            "the first report of an answer is lost", ASSERTION, new ScriptedFault.DropReport(0)),
        Fault.scripted(
            "a report in the middle of an answer is lost", INFO, new ScriptedFault.DropReport(1)),
        Fault.silent(
            "the last report of an answer is lost", ASSERTION, new ScriptedFault.DropReport(2)),
        Fault.silent(
            "the computer slept past the deadline",
            ASSERTION,
            new ScriptedFault.Delay(Duration.ofSeconds(1))),
        Fault.silent("the key never answers", KEY_AGREEMENT, new ScriptedFault.Silence()),
        Fault.silent(
            "the answer goes to another program's channel",
            ASSERTION,
            new ScriptedFault.WrongChannel()),
        Fault.scripted(
            "the key is busy with another program", ASSERTION, new ScriptedFault.HidError(0x06)),
        Fault.scripted(
            "the key reports another HID error", KEY_AGREEMENT, new ScriptedFault.HidError(0x0b)),
        Fault.scripted("an answer is cut short", ASSERTION, new ScriptedFault.Truncate(20)),
        Fault.scripted("an answer is empty", PIN_TOKEN, new ScriptedFault.Truncate(0)),
        Fault.silent(
            "an answer is shorter than announced", ASSERTION, new ScriptedFault.WrongLength(1000)),
        Fault.scripted(
            "an answer announces an impossible length",
            INFO,
            new ScriptedFault.WrongLength(0xffff)),
        Fault.scripted(
            "an answer lacks what it must have",
            ASSERTION,
            new ScriptedFault.Replace(Bytes.of(new byte[] {0, (byte) 0xa0}))),
        Fault.scripted("pulled out while it introduces itself", INFO, new ScriptedFault.Unplug()),
        Fault.scripted(
            "pulled out in the middle of an answer", INFO, new ScriptedFault.UnplugAfter(1)),
        Fault.scripted(
            "pulled out while the PIN is checked", PIN_TOKEN, new ScriptedFault.Unplug()),
        Fault.with(
            "pulled out while it waits for a touch", key -> key.fault(DemoFault.PULLED_AT_TOUCH)),
        Fault.with("the owner says no on the key", key -> key.touchPolicy(DemoTouchPolicy.DENY)),
        Fault.with(
            "nobody touches the key",
            key -> {
              key.touchPolicy(DemoTouchPolicy.WHEN_PRESSED);
              key.touchPatience(Duration.ofMillis(150));
            }),
        Fault.with("the PIN is wrong", key -> key.presetPin("4711".toCharArray())),
        Fault.scripted("three wrong PINs in a row", PIN_TOKEN, new ScriptedFault.Status(0x34)),
        Fault.scripted("no PIN tries are left", PIN_TOKEN, new ScriptedFault.Status(0x32)),
        Fault.with("the key has no PIN", DemoKey::clearPin),
        Fault.with("the PIN must be changed first", key -> key.requirePinOfAtLeast(8)),
        Fault.status(0x28, "no room on the key"),
        Fault.status(0x39, "the request is too large for the key"),
        Fault.status(0x7f, "an error without meaning for a person"),
        Fault.status(0x2e, "the key is not the enrolled one"),
        new Fault(
            "the key knows only U2F",
            DemoKeyModel.standard().with(Generation.U2F),
            key -> {},
            PLENTY),
        Fault.with(
            "another program or a remote desktop has taken the key",
            key -> key.fault(DemoFault.HELD_ELSEWHERE)),
        Fault.with(
            "the system does not let this user open the key",
            key -> key.fault(DemoFault.NOT_PERMITTED)));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("D3 each fault of a key ends with its sentence in the table, and nothing is signed")
  @MethodSource("faults")
  void told(Fault fault) throws IOException {
    assertThat(rows()).contains(row(fault));
  }

  @Test
  @DisplayName("the table has no row for a fault that no test makes happen")
  void noStaleRow() throws IOException {
    assertThat(rows()).hasSize(faults().size());
  }

  @Test
  @DisplayName("the page also has the words for a key that a remote desktop has taken away")
  void takenAway() throws IOException {
    assertThat(Files.readString(TABLE)).contains(TokenMessage.noneAttached().text());
  }

  @Test
  @DisplayName("an answer that is only late is taken")
  void late() {
    try (DemoDesk desk = new DemoDesk()) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      desk.key.script(
          DemoFaultScript.at(ASSERTION, new ScriptedFault.Delay(Duration.ofMillis(300))));

      assertThat(desk.sign(RIGHT_PIN, credential)).isInstanceOf(SignOutcome.Signed.class);
    }
  }

  @Test
  @DisplayName("after a fault the same key signs again without being pulled out")
  void recovers() {
    try (DemoDesk desk = new DemoDesk()) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      desk.key.script(DemoFaultScript.at(ASSERTION, new ScriptedFault.Truncate(20)));
      desk.sign(RIGHT_PIN, credential);

      assertThat(desk.sign(RIGHT_PIN, credential)).isInstanceOf(SignOutcome.Signed.class);
    }
  }

  private static String row(Fault fault) {
    try (DemoDesk desk = new DemoDesk(fault.model())) {
      Bytes credential =
          fault.model().generation() == Generation.U2F
              ? Bytes.of(new byte[32])
              : desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      fault.prepare().accept(desk.key);
      TokenMessage message =
          switch (get(desk.start(RIGHT_PIN, fault.deadline(), credential))) {
            case SignOutcome.Signed signed -> throw new AssertionError("it signed");
            case SignOutcome.NotThisKey() -> TokenMessage.notThisKey();
            case TokenFailure failure -> TokenMessage.of(failure);
          };
      return "| " + fault.name() + " | " + message.happened() + " | " + message.next() + " |";
    }
  }

  private static List<String> rows() throws IOException {
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          .filter(line -> line.startsWith("| "))
          .filter(line -> !line.startsWith("| fault |"))
          .toList();
    }
  }
}
