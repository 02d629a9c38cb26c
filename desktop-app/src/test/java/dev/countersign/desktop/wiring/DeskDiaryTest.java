package dev.countersign.desktop.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.DeskEvent.TokenEnrolment.Change;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.desktop.subscription.ConnectionState;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.log.NoteKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskDiaryTest {
  private static final Duration NEVER = Duration.ofHours(9);
  private static final Instant SINCE = Instant.ofEpochSecond(1_790_000_000);

  @TempDir Path folder;
  private final P256SigningKey key = P256SigningKey.generate(new SecureRandom());
  private AuditLog log;

  @BeforeEach
  void open() {
    Genesis genesis = Genesis.ofDevice(key.publicKey().thumbprint(), "gateway.example");
    log =
        ((OpenOutcome.Opened) AuditLog.open(folder.resolve("audit.db"), genesis, Clock.systemUTC()))
            .log();
  }

  @AfterEach
  void close() {
    log.close();
  }

  private DeskDiary diary(Duration feedGrace, Duration quiet) {
    return new DeskDiary(
        log,
        NoteKeys.deviceSigner(log.genesis().origin(), key),
        () -> {},
        new DeskDiary.Timing(feedGrace, quiet));
  }

  private List<DeskEvent> events() {
    return log.entriesFrom(1, 100).stream()
        .map(entry -> ((Content.Happened) entry.content()).event())
        .toList();
  }

  @Test
  @DisplayName("D5 a feed that stays lost is an entry, and so is its return")
  void feedLoss() {
    try (DeskDiary diary = diary(Duration.ofMillis(1), NEVER)) {
      diary.feedIs(new ConnectionState.Connected(SINCE, false));
      diary.feedIs(new ConnectionState.Reconnecting(SINCE, "no route"));
      diary.feedIs(new ConnectionState.Reconnecting(SINCE, "still no route"));
      await().until(() -> log.head().size() == 2);
      diary.feedIs(new ConnectionState.Connected(SINCE.plusSeconds(60), false));
    }
    assertThat(events())
        .containsExactly(
            new DeskEvent.FeedLost(SINCE.getEpochSecond(), "no route"),
            new DeskEvent.FeedRegained(SINCE.getEpochSecond()),
            new DeskEvent.Stopped());
  }

  @Test
  @DisplayName("D5 a feed that comes back at once leaves no entry")
  void shortFeedLoss() {
    try (DeskDiary diary = diary(NEVER, NEVER)) {
      diary.feedIs(new ConnectionState.Reconnecting(SINCE, "no route"));
      diary.feedIs(new ConnectionState.Connected(SINCE, false));
    }
    assertThat(events()).containsExactly(new DeskEvent.Stopped());
  }

  @Test
  @DisplayName("D5 silence is an entry once in each quiet interval, witnessed afterwards")
  void silence() {
    AtomicInteger witnessed = new AtomicInteger();
    try (DeskDiary diary = diary(NEVER, Duration.ofMillis(20))) {
      diary.watchForSilence(witnessed::incrementAndGet);
      await().until(() -> witnessed.get() >= 2);
    }
    List<DeskEvent> events = events();
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            DeskEvent.QuietHead.class,
            head -> {
              assertThat(head.size()).isEqualTo(1);
              assertThat(head.witnessed()).isZero();
            });
    assertThat(events.get(1))
        .isInstanceOfSatisfying(
            DeskEvent.QuietHead.class, head -> assertThat(head.size()).isEqualTo(2));
  }

  @Test
  @DisplayName("D5 the last entry is the end, under a checkpoint of the device, written once")
  void end() {
    DeskDiary diary = diary(NEVER, NEVER);
    diary.close();
    diary.close();
    diary.feedIs(new ConnectionState.Stopped());
    assertThat(events()).containsExactly(new DeskEvent.Stopped());
    assertThat(log.newestCheckpoint().orElseThrow().checkpoint()).isEqualTo(log.head());
    assertThat(log.endedCleanly()).isTrue();
  }

  @Test
  @DisplayName("D5 tokens that come and go are entries; one that was there before is no news")
  void tokens() {
    DemoKeySet keys = DemoKeySet.create(Clock.systemUTC());
    DemoKey blue = keys.addKey("blue");
    DemoKey red = keys.addKey("red");
    blue.plug();
    try (TokenWatcher tokens = keys.watch();
        DeskDiary diary = diary(NEVER, NEVER)) {
      await().until(() -> tokens.tokens().size() == 1);
      try (TokenWatcher.Subscription _ =
          diary.follow(new MachineTokens(tokens, Pkcs11Cards.watch(List.of())))) {
        red.plug();
        await().until(() -> log.head().size() == 2);
        blue.unplug();
        await().until(() -> log.head().size() == 3);
      }
    }
    assertThat(events())
        .satisfiesExactly(
            came -> assertThat(change(came)).isEqualTo("PLUGGED red"),
            went -> assertThat(change(went)).isEqualTo("REMOVED blue"),
            end -> assertThat(end).isEqualTo(new DeskEvent.Stopped()));
  }

  private static String change(DeskEvent event) {
    DeskEvent.TokenChanged change = (DeskEvent.TokenChanged) event;
    String label = change.name().contains("red") ? "red" : "blue";
    return change.presence() + " " + label;
  }

  @Test
  @DisplayName("S3.3 what a person changes, tokens and settings, is durable before it is answered")
  void changes() {
    Bytes credential = Bytes.utf8("credential");
    try (DeskDiary diary = diary(NEVER, NEVER)) {
      assertThat(diary.tokenAdded(credential, "blue")).isEmpty();
      assertThat(diary.tokenRenamed(credential, "navy")).isEmpty();
      assertThat(diary.tokenRevoked(credential, "navy")).isEmpty();
      assertThat(diary.settingChanged("witness", Optional.empty(), "auditor.example")).isEmpty();
      assertThat(events())
          .containsExactly(
              new DeskEvent.TokenEnrolment(Change.TOKEN_ADDED, credential, "blue"),
              new DeskEvent.TokenEnrolment(Change.TOKEN_RENAMED, credential, "navy"),
              new DeskEvent.TokenEnrolment(Change.TOKEN_REVOKED, credential, "navy"),
              new DeskEvent.SettingChanged("witness", Optional.empty(), "auditor.example"));
    }
  }

  @Test
  @DisplayName("S3.3 a change that cannot be recorded is answered with the reason")
  void unrecordedChange() {
    DeskDiary diary = diary(NEVER, NEVER);
    log.close();
    assertThat(diary.settingChanged("witness", Optional.empty(), "auditor.example"))
        .map(AuditFault::kind)
        .contains(AuditFault.Kind.UNAVAILABLE);
  }
}
