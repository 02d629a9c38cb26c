package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.bridge.demo.card.SoftHsmToken;
import dev.countersign.bridge.demo.card.SoftHsmUnavailableException;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.x509.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole decision at a reader with a PIN pad: a real module process, whose module says that its
 * reader has one ({@code pin-pad.c}). No physical one was tried.
 */
@DisplayName("One decision at a reader with a PIN pad")
class PinPadJourneyIT {
  private static final String PIN = "123456";

  @TempDir Path folder;
  private Path pad;
  private CardWatcher watcher;
  private Desk desk;

  @BeforeEach
  void open() throws Exception {
    pad = Files.createDirectory(folder.resolve("pad"));
    SoftHsmToken token = token();
    Clock clock = Clock.fixed(Desk.CLOCK.instant(), ZoneOffset.UTC);
    DemoCardAuthority authority = DemoCardAuthority.create(clock);
    var key = token.addKey(new SoftHsmToken.Key("01", SoftHsmToken.Kind.P256, true));
    byte[] certificate = authority.issue(authority.usual("Maria", key, true));
    token.addCertificate("01", "sign", certificate);
    watcher = Pkcs11Cards.watch(List.of(behindPad(token.module())));
    await().until(() -> watcher.cards().size() == 1);
    desk = new Desk(folder);
    desk.attached.clear();
    desk.enrolled.clear();
    desk.enrolled.add(
        CardCredential.of(List.of(Certificate.parse(Bytes.of(certificate))), "my card"));
    Card card = watcher.cards().getFirst();
    desk.cards.add(card);
  }

  @AfterEach
  void close() {
    Optional.ofNullable(desk).ifPresent(Desk::close);
    Optional.ofNullable(watcher).ifPresent(CardWatcher::close);
  }

  private SoftHsmToken token() throws Exception {
    try {
      return SoftHsmToken.create(folder.resolve("hsm"), "Maria", PIN);
    } catch (SoftHsmUnavailableException missing) {
      assumeTrue(false, "not run: " + missing.getMessage());
      throw missing;
    }
  }

  private CardModule behindPad(CardModule real) throws Exception {
    Path library = NativeModule.compile("pin-pad.c", folder);
    Map<String, String> environment = new HashMap<>(real.environment());
    environment.put("PAD_REAL", real.library().toString());
    environment.put("PAD_FOLDER", pad.toString());
    return new CardModule("pad", library, environment);
  }

  private void enter(String keys) throws Exception {
    Path typed = Files.writeString(pad.resolve("typed"), keys);
    Files.move(typed, pad.resolve("keys"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitLogins(int count) {
    await().until(() -> logins().size() == count);
  }

  private List<String> logins() throws Exception {
    Path log = pad.resolve("logins");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** Waits until the screen says to enter the PIN on the reader. */
  private Journey beginAndAwaitWords() {
    Journey journey = desk.begin();
    JourneyState.CardAtWork work =
        Journeys.awaitState(
            journey, JourneyState.CardAtWork.class, state -> state.atTheReader().isPresent());
    assertThat(work.atTheReader().orElseThrow())
        .contains("on the reader's keys, not here", "may ask for it twice");
    return journey;
  }

  private void noPinAskedHere() {
    assertThat(desk.states).noneMatch(JourneyState.NeedsPin.class::isInstance);
  }

  @Test
  @DisplayName("the PIN is entered on the reader alone, twice for a key that wants it, and signs")
  void signs() throws Exception {
    Journey journey = beginAndAwaitWords();
    enter(PIN);
    awaitLogins(2);
    enter(PIN);
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Done.class);
    noPinAskedHere();
    assertThat(logins()).containsExactly("1 pad", "2 pad");
    ApprovalProof proof = ApprovalProof.parse(desk.gateway.submitted.getFirst().toArray());
    assertThat(((X509Evidence) proof.evidence()).jws().payload()).isEqualTo(proof.statement());
  }

  @Test
  @DisplayName("it is given up in the window, and nothing is sent; the next decision works")
  void cancelled() throws Exception {
    Journey journey = beginAndAwaitWords();
    assertThat(journey.cancel()).isTrue();
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Cancelled.class);
    noPinAskedHere();
    assertThat(desk.gateway.submitted).isEmpty();
    assertThat(desk.stillPending()).isTrue();
    assertThat(watcher.troubles()).isEmpty();
    desk.states.clear();
    Journey next = beginAndAwaitWords();
    enter("cancel");
    desk.toTheEnd(next);
    assertThat(desk.failure().reason()).isEqualTo(JourneyFailure.Reason.TOKEN_REFUSED);
  }

  @Test
  @DisplayName("a wrong PIN on the pad ends it: the reader asks again only when the approver does")
  void wrong() throws Exception {
    Journey journey = beginAndAwaitWords();
    enter("999999");
    desk.toTheEnd(journey);
    assertThat(desk.failure().happened()).contains("PIN is wrong");
    noPinAskedHere();
    assertThat(logins()).containsExactly("1 pad");
    assertThat(desk.gateway.submitted).isEmpty();
  }
}
