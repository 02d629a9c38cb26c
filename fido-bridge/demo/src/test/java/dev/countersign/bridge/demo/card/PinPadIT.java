package dev.countersign.bridge.demo.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A module in C that says that its reader has a PIN pad; no physical one was tried. */
@DisplayName("A reader with a PIN pad")
class PinPadIT {

  private static final String PIN = "123456";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  private static Path library;
  private static SoftHsmToken token;

  private PinPad pad;
  private WatchedCards cards;
  private Card card;
  private final List<TokenProgress> progress = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void build() throws Exception {
    library = NativeModule.compile("pin-pad.c", folder);
    try {
      token = SoftHsmToken.create(folder, "Alex", PIN);
      DemoCardAuthority authority = DemoCardAuthority.create(Clock.systemUTC());
      for (String id : List.of("01", "02")) {
        boolean everyUse = id.equals("02");
        var key = token.addKey(new SoftHsmToken.Key(id, SoftHsmToken.Kind.P256, everyUse));
        token.addCertificate(
            id, everyUse ? "every" : "once", authority.issue(authority.usual("Alex", key, true)));
      }
    } catch (SoftHsmUnavailableException missing) {
      assumeTrue(false, "not run: " + missing.getMessage());
    }
  }

  @BeforeEach
  void watch() throws Exception {
    pad = PinPad.before(token.module(), library, folder);
    cards = new WatchedCards(pad.module());
    card = cards.card("Alex");
  }

  @AfterEach
  void close() {
    cards.close();
  }

  private TokenOperation<CardSignOutcome> begin(String label, String pin, Duration deadline)
      throws Exception {
    CardCertificate with = WatchedCards.certificate(card, label);
    return card.sign(WatchedCards.request(with, pin, deadline), progress::add);
  }

  private static CardSignOutcome end(TokenOperation<CardSignOutcome> operation) throws Exception {
    return operation.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void awaitAsked() {
    await().until(() -> progress.contains(TokenProgress.PIN_PAD_NEEDED));
  }

  private CardSignOutcome entered(String keys) throws Exception {
    progress.clear();
    TokenOperation<CardSignOutcome> operation = begin("once", "", PATIENCE);
    awaitAsked();
    pad.enter(keys);
    return end(operation);
  }

  @Test
  @DisplayName("is told by the card before anyone is asked for a PIN")
  void told() throws Exception {
    CardPinState state = WatchedCards.listed(card).pin();
    assertThat(state.pad()).isTrue();
    assertThat(state.set()).isTrue();
  }

  @Test
  @DisplayName("asks for the PIN itself, and the card signs")
  void signs() throws Exception {
    WatchedCards.assertSigned(entered(PIN), WatchedCards.certificate(card, "once"));
    assertThat(pad.logins()).containsExactly("1 pad");
    assertThat(progress)
        .containsExactly(
            TokenProgress.CONNECTING, TokenProgress.PIN_PAD_NEEDED, TokenProgress.PROCESSING);
  }

  @Test
  @DisplayName("asks a second time for a key that wants the PIN on every use")
  void everyUse() throws Exception {
    TokenOperation<CardSignOutcome> operation = begin("every", "", PATIENCE);
    pad.enter(PIN);
    await().until(() -> pad.logins().size() == 2 && pad.isTaken());
    pad.enter(PIN);
    CardSignOutcome.Signed signed =
        WatchedCards.assertSigned(end(operation), WatchedCards.certificate(card, "every"));
    assertThat(signed.pinOnEveryUse()).isTrue();
    assertThat(pad.logins()).containsExactly("1 pad", "2 pad");
  }

  @Test
  @DisplayName("is never given a PIN by the desk, even when one came with the request")
  void pinIsKeptBack() throws Exception {
    TokenOperation<CardSignOutcome> operation = begin("once", "999999", PATIENCE);
    awaitAsked();
    pad.enter(PIN);
    WatchedCards.assertSigned(end(operation), WatchedCards.certificate(card, "once"));
    assertThat(pad.logins()).containsExactly("1 pad");
  }

  @Test
  @DisplayName("a wrong PIN, cancelled, too late, locked: told apart as far as readers do")
  void refusals() throws Exception {
    assertThat(entered("999999")).isEqualTo(new TokenFailure.WrongPin(OptionalInt.empty()));
    assertThat(entered("cancel")).isEqualTo(new TokenFailure.Refused());
    assertThat(entered("late")).isEqualTo(new TokenFailure.Refused());
    assertThat(entered("last")).isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(1)));
    assertThat(WatchedCards.listed(card).pin().tries()).isEqualTo(CardPinState.Tries.LAST);
    assertThat(entered("locked")).isEqualTo(new TokenFailure.PinLocked());
    assertThat(WatchedCards.listed(card).pin().tries()).isEqualTo(CardPinState.Tries.NONE);
    assertThat(end(begin("once", "", PATIENCE))).isEqualTo(new TokenFailure.PinLocked());
    assertThat(pad.logins()).hasSize(5).containsOnly("1 pad");
    assertThat(cards.watcher().troubles()).isEmpty();
  }

  @Test
  @DisplayName("an error of the reader is one of the card, and says what it was")
  void broken() throws Exception {
    assertThat(entered("broken"))
        .isInstanceOfSatisfying(
            TokenFailure.Unusable.class,
            unusable -> {
              assertThat(unusable.reason()).isEqualTo(TokenFailure.Reason.TOKEN_ERROR);
              assertThat(unusable.detail()).contains("CKR_DEVICE_ERROR");
            });
  }

  @ParameterizedTest
  @CsvSource({"once, 1, 2", "every, 2, 4"})
  @DisplayName("at which nobody enters anything: the deadline ends it, and no module is blamed")
  void deadline(String label, int logins, int seconds) throws Exception {
    if (logins == 2) {
      pad.enter(PIN);
    }
    assertThat(end(begin(label, "", Duration.ofSeconds(seconds))))
        .isEqualTo(new TokenFailure.TimedOut());
    assertThat(pad.logins()).hasSize(logins);
    assertThat(cards.watcher().troubles()).isEmpty();
    WatchedCards.assertSigned(entered(PIN), WatchedCards.certificate(card, "once"));
  }

  @Test
  @DisplayName("can be given up in the window, and works again afterwards")
  void cancelled() throws Exception {
    TokenOperation<CardSignOutcome> operation = begin("once", "", PATIENCE);
    awaitAsked();
    operation.cancel();
    assertThat(end(operation)).isEqualTo(new TokenFailure.Cancelled());
    assertThat(cards.watcher().troubles()).isEmpty();
    progress.clear();
    WatchedCards.assertSigned(entered(PIN), WatchedCards.certificate(card, "once"));
  }

  @Test
  @DisplayName("whose PIN comes right after the cancel: what is signed with it is thrown away")
  void lateEntry() throws Exception {
    TokenOperation<CardSignOutcome> operation = begin("once", "", PATIENCE);
    awaitAsked();
    operation.cancel();
    pad.enter(PIN);
    assertThat(end(operation)).isEqualTo(new TokenFailure.Cancelled());
  }
}
