package dev.countersign.desktop.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.desktop.approval.AuditLogPort;
import dev.countersign.desktop.approval.WitnessPort.Answer;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.log.AddCheckpoint;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteSignature;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.WitnessKeyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a desk makes of a second witness's answers, honest and hostile. */
class SecondWitnessesTest {
  private static final String NAME = "witness.auditor.example";

  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private final P256SigningKey device = P256SigningKey.generate(random);
  private final Ed25519SigningKey witnessKey = Ed25519SigningKey.generate(random);
  private final List<AddCheckpoint> asked = new ArrayList<>();
  private final Deque<Function<AddCheckpoint, Answer>> answers = new ArrayDeque<>();
  private AuditLog log;
  private SecondWitnesses witnesses;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("settings.toml"), settings(witnessKey));
    log =
        ((OpenOutcome.Opened)
                AuditLog.open(
                    folder.resolve("audit.db"),
                    Genesis.ofDevice(device.publicKey().thumbprint(), "gateway.example"),
                    Clock.systemUTC()))
            .log();
    witnesses = witnesses();
    grow(4);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static String settings(Ed25519SigningKey key) {
    return "[[witness]]\nkey = \"%s\"\nurl = \"http://127.0.0.1:1/witness\"\n"
        .formatted(WitnessKeyText.of(NAME, key.publicKey()));
  }

  private SecondWitnesses witnesses() throws IOException {
    return SecondWitnesses.open(
        WitnessSettings.read(folder.resolve("settings.toml")),
        folder.resolve("witnesses.json"),
        configured -> this::answer,
        log,
        new WitnessedLog(
            new AuditLogPort(log),
            NoteKeys.deviceSigner(log.genesis().origin(), device),
            Clock.systemUTC()));
  }

  private Answer answer(AddCheckpoint body) {
    asked.add(body);
    return answers.isEmpty()
        ? new Answer.NoAnswer("nobody is there")
        : answers.removeFirst().apply(body);
  }

  private void grow(int entries) {
    for (int i = 0; i < entries; i++) {
      log.appendEvent(new DeskEvent.FeedLost(i, "cable"));
    }
  }

  private SignedCheckpoint head() {
    try {
      return SignedCheckpoint.sign(
          log.head(), NoteKeys.deviceSigner(log.genesis().origin(), device));
    } catch (java.security.SignatureException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private Answer cosigned(AddCheckpoint body, Ed25519SigningKey key) {
    try {
      return new Answer.Lines(
          Bytes.utf8(
              body.checkpoint().lineOf(NoteKeys.witnessSigner(NAME, key, Clock.systemUTC()))));
    } catch (java.security.SignatureException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private WitnessState after(List<Function<AddCheckpoint, Answer>> script)
      throws InterruptedException {
    answers.clear();
    answers.addAll(script);
    witnesses.submit(head());
    return witnesses.shown().getFirst().state();
  }

  private AppendOutcome intent() {
    Bytes digest = Bytes.of(new byte[32]);
    return log.appendIntent(new Intent(digest, digest, "approve", "ada", "jkt", digest));
  }

  private void assertStopped() {
    assertThat(intent())
        .isInstanceOfSatisfying(
            AppendOutcome.NotRecorded.class,
            refused -> assertThat(refused.fault().kind()).isEqualTo(AuditFault.Kind.CONTRADICTED));
  }

  private void assertGoingOn() {
    assertThat(intent()).isInstanceOf(AppendOutcome.Recorded.class);
  }

  @Test
  @DisplayName("D5 it is asked from the size it knows, and its line joins the kept checkpoint")
  void cosigns() throws Exception {
    long size = log.head().size();
    assertThat(after(List.of(body -> new Answer.Known(2), body -> cosigned(body, witnessKey))))
        .isInstanceOfSatisfying(
            WitnessState.Cosigned.class, done -> assertThat(done.size()).isEqualTo(size));
    assertThat(asked).extracting(AddCheckpoint::oldSize).containsExactly(0L, 2L);
    assertThat(asked.getFirst().consistency()).isEmpty();
    assertThat(log.newestWitnessed().orElseThrow().note().signatures())
        .extracting(NoteSignature::name)
        .containsExactly(log.genesis().origin(), NAME);
    grow(1);
    after(List.of(body -> cosigned(body, witnessKey)));
    assertThat(asked.getLast().oldSize()).isEqualTo(size);
    assertGoingOn();
  }

  @Test
  @DisplayName("D5 a witness that knows more than there is here ends decisions: it was rolled back")
  void rolledBack() throws Exception {
    assertThat(after(List.of(body -> new Answer.Known(1_000))))
        .isInstanceOfSatisfying(
            WitnessState.Alarmed.class,
            told -> {
              assertThat(told.alarm().kind()).isEqualTo(WitnessAlarm.Kind.ROLL_BACK);
              assertThat(told.alarm().known()).isEqualTo(1_000);
            });
    assertStopped();
    int calls = asked.size();
    after(List.of(body -> cosigned(body, witnessKey)));
    assertThat(asked).as("nothing it says later takes the alarm back").hasSize(calls);
    assertStopped();
  }

  @Test
  @DisplayName("D5 a path that it does not find consistent is a fork; it is shown the proof of it")
  void fork() throws Exception {
    assertThat(
            after(
                List.of(
                    body -> new Answer.Known(2),
                    body -> new Answer.NotConsistent(),
                    body -> new Answer.Known(2))))
        .isInstanceOf(WitnessState.Alarmed.class);
    AddCheckpoint shown = asked.getLast();
    assertThat(shown.oldSize()).isEqualTo(2);
    assertThat(shown.checkpoint().checkpoint()).isEqualTo(log.headAt(2));
    assertStopped();
  }

  @Test
  @DisplayName("D5 another root at the same size is a fork")
  void otherRoot() throws Exception {
    long size = log.head().size();
    assertThat(after(List.of(body -> new Answer.Known(size), body -> new Answer.Known(size))))
        .isInstanceOfSatisfying(
            WitnessState.Alarmed.class,
            told -> assertThat(told.alarm().kind()).isEqualTo(WitnessAlarm.Kind.FORK));
    assertStopped();
  }

  @Test
  @DisplayName("D5 an alarm counts after a restart, whatever the witness says then")
  void remembered() throws Exception {
    after(List.of(body -> new Answer.Known(1_000)));
    log.close();
    open();
    assertStopped();
    assertThat(witnesses.shown().getFirst().state()).isInstanceOf(WitnessState.Alarmed.class);
    Files.writeString(folder.resolve("witnesses.json"), "{");
    assertThatThrownBy(this::witnesses).isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName(
      "D5 a witness that trusts this key no longer ends decisions, and is asked anew later")
  void notTrusted() throws Exception {
    after(List.of(body -> new Answer.NotTrusted()));
    assertStopped();
    log.close();
    open();
    assertThat(witnesses.shown().getFirst().state()).isInstanceOf(WitnessState.NotAsked.class);
  }

  @Test
  @DisplayName(
      "D5 silence, unknown logs and signatures that are not its own stop nothing, and keep"
          + " nothing")
  void silence() throws Exception {
    Ed25519SigningKey thief = Ed25519SigningKey.generate(random);
    List<Function<AddCheckpoint, Answer>> hostile =
        List.of(
            body -> new Answer.NoAnswer("it was away"),
            body -> new Answer.UnknownLog(),
            body -> new Answer.Lines(Bytes.utf8("")),
            body -> new Answer.Lines(Bytes.utf8("<html>hello</html>\n")),
            body -> cosigned(body, thief),
            body ->
                new Answer.Lines(
                    Bytes.utf8(
                        new String(head().toBytes(), StandardCharsets.UTF_8).split("\n\n")[1])));
    for (Function<AddCheckpoint, Answer> each : hostile) {
      assertThat(after(List.of(each))).isInstanceOf(WitnessState.Silent.class);
    }
    assertThat(
            after(
                List.of(
                    b -> new Answer.Known(1),
                    b -> new Answer.Known(2),
                    b -> new Answer.Known(1),
                    b -> new Answer.Known(2))))
        .isInstanceOf(WitnessState.Silent.class);
    assertThat(log.newestWitnessed()).isEmpty();
    assertGoingOn();
  }

  @Test
  @DisplayName(
      "S3.3 another set of witnesses is recorded once, and forgets the alarms of those gone")
  void changedSettings() throws Exception {
    after(List.of(body -> new Answer.Known(1_000)));
    log.close();
    Ed25519SigningKey other = Ed25519SigningKey.generate(random);
    Files.writeString(folder.resolve("settings.toml"), settings(other));
    log =
        ((OpenOutcome.Opened)
                AuditLog.open(folder.resolve("audit.db"), log.genesis(), Clock.systemUTC()))
            .log();
    long before = log.head().size();
    witnesses = witnesses();
    witnesses();
    assertThat(log.head().size()).isEqualTo(before + 1);
    assertGoingOn();
  }

  @Test
  @DisplayName("D5 before the first decision it is asked, and waited for only some seconds")
  void beforeDecision() throws Exception {
    answers.add(body -> new Answer.Known(1_000));
    witnesses.beforeDecision();
    assertStopped();
    int calls = asked.size();
    witnesses.beforeDecision();
    assertThat(asked).hasSize(calls);
  }

  @Test
  @DisplayName("a witness is found by https or on this machine only, written as [[witness]]")
  void settingsAreChecked() throws IOException {
    Path file = folder.resolve("other.toml");
    String key = WitnessKeyText.of(NAME, witnessKey.publicKey());
    assertThat(WitnessSettings.read(folder.resolve("none.toml")).witnesses()).isEmpty();
    Files.writeString(file, "");
    assertThat(WitnessSettings.read(file).witnesses()).isEmpty();
    Files.writeString(file, "[[witness]]\nkey = \"" + key + "\"\nurl = \"https://w.example/a/\"\n");
    assertThat(WitnessSettings.read(file).witnesses().getFirst().url().toString())
        .isEqualTo("https://w.example/a");
    String good = "url = \"https://w.example\"\n";
    String line = "key = \"" + key + "\"\n";
    for (String bad :
        List.of(
            "x = 1\n",
            "witness = 1\n",
            "[witness]\n" + line + good,
            "[[witness]]\n" + good,
            "[[witness]]\n" + line,
            "[[witness]]\n" + line + good + "name = \"w\"\n",
            "[[witness]]\n" + line + "url = \"http://w.example\"\n",
            "[[witness]]\n" + line + "url = \"https://w.example/?a\"\n",
            "[[witness]]\n" + line + "url = \"https://me@w.example/\"\n",
            "[[witness]]\n" + line + "url = \"no address\"\n",
            "[[witness]]\nkey = \"w+1+2\"\n" + good,
            "[[witness]]\n" + line + good + "[[witness]]\n" + line + good,
            "[[witness]\n")) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> WitnessSettings.read(file))
          .as(bad)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("other.toml");
    }
  }

  @Test
  @DisplayName(
      "D5 whoever sees an alarm finds that it ends decisions, is remembered and is written")
  void countsBeforeItIsSeen() throws Exception {
    FutureTask<List<Boolean>> seeing =
        new FutureTask<>(() -> {
          while (!(witnesses.shown().getFirst().state() instanceof WitnessState.Alarmed)) {
            Thread.onSpinWait();
          }
          return List.of(
              intent() instanceof AppendOutcome.NotRecorded,
              Files.readString(folder.resolve("witnesses.json")).contains("roll_back"),
              log.entriesFrom(0, 99).stream().anyMatch(SecondWitnessesTest::isAlarm));
        });
    Thread.ofPlatform().daemon().start(seeing);
    after(List.of(body -> new Answer.Known(1_000)));
    assertThat(seeing.get(60, TimeUnit.SECONDS)).containsExactly(true, true, true);
  }

  private static boolean isAlarm(AuditEntry entry) {
    return entry.content() instanceof Content.Happened happened
        && happened.event() instanceof DeskEvent.WitnessAlarmed;
  }

  @Test
  @DisplayName(
      "D5 an alarm that is heard by a thread that is to end is remembered and written all the same")
  void heardWhileClosing() throws Exception {
    long size = log.head().size();
    after(
        List.of(body -> {
          Thread.currentThread().interrupt();
          return new Answer.Known(1_000);
        }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(log.entriesFrom(size, 9)).singleElement().matches(SecondWitnessesTest::isAlarm);
    log.close();
    open();
    assertThat(witnesses.shown().getFirst().state()).isInstanceOf(WitnessState.Alarmed.class);
  }

  @Test
  @DisplayName("D5 what is heard after an alarm does not take it back")
  void alarmStays() throws Exception {
    assertThat(after(List.of(body -> new Answer.NotConsistent())))
        .isInstanceOf(WitnessState.Alarmed.class);
    int before = asked.size();
    assertThat(after(List.of(body -> cosigned(body, witnessKey))))
        .isInstanceOf(WitnessState.Alarmed.class);
    assertThat(asked).hasSize(before);
    assertStopped();
  }

  @Test
  @DisplayName("D5 a witness that goes on asking for the path it was given is silent, not an alarm")
  void goesRound() throws Exception {
    assertThat(after(List.of(body -> cosigned(body, witnessKey))))
        .isInstanceOf(WitnessState.Cosigned.class);
    grow(1);
    Function<AddCheckpoint, Answer> same = body -> new Answer.Known(body.oldSize());
    assertThat(after(List.of(same, same, same, same, same, same)))
        .isInstanceOfSatisfying(
            WitnessState.Silent.class,
            silent -> assertThat(silent.reason()).contains("do not fit together"));
    assertThat(asked).hasSize(5);
    assertThat(intent()).isInstanceOf(AppendOutcome.Recorded.class);
  }

  @Test
  @DisplayName("D5 a silence is told with its beginning, however often it is asked again")
  void silentSince() throws Exception {
    WitnessState first = after(List.of());
    grow(1);
    WitnessState second = after(List.of(body -> new Answer.NoAnswer("it answered 500")));
    assertThat(((WitnessState.Silent) second).since())
        .isEqualTo(((WitnessState.Silent) first).since());
    assertThat(((WitnessState.Silent) second).reason()).isEqualTo("it answered 500");
  }

  @Test
  @DisplayName("D5 an alarm is forgotten with its witness, and only then")
  void forgottenWithItsWitness() throws Exception {
    after(List.of(body -> new Answer.Known(99)));
    String line = Files.readString(folder.resolve("settings.toml"));
    assertThat(witnesses().shown().getFirst().state()).isInstanceOf(WitnessState.Alarmed.class);
    Files.writeString(folder.resolve("settings.toml"), "");
    assertThat(witnesses().shown()).isEmpty();
    Files.writeString(folder.resolve("settings.toml"), line);
    assertThat(witnesses().shown().getFirst().state()).isInstanceOf(WitnessState.NotAsked.class);
  }

  @Test
  @DisplayName("D5 a record of alarms that this version cannot read keeps the desk from opening")
  void unreadableRecord() throws Exception {
    Path record = folder.resolve("witnesses.json");
    String good = Files.readString(record);
    for (String bad :
        List.of(
            good.replace("\"v\":1", "\"v\":2"),
            good.replace("\"alarms\":[]", "\"alarms\":[],\"more\":1"),
            good.replace(",\"alarms\":[]", ""),
            "")) {
      Files.writeString(record, bad);
      assertThatThrownBy(this::witnesses).as(bad).isInstanceOf(IOException.class);
    }
  }
}
