package dev.countersign.bridge.demo.piv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.demo.card.WatchedCards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way: desk, module process, OpenSC, pcscd, virtual reader, PIV card in software. */
@DisplayName("A PIV card behind OpenSC")
class OpenScPivIT {

  private static final String AUTHENTICATION = "Certificate for PIV Authentication";
  private static final String SIGNATURE = "Certificate for Digital Signature";

  private static PrivateReader reader;
  private static WatchedCards cards;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> library =
        List.of("x86_64", "aarch64").stream()
            .map(machine -> Path.of("/usr/lib", machine + "-linux-gnu", "opensc-pkcs11.so"))
            .filter(Files::isRegularFile)
            .findFirst();
    assumeTrue(library.isPresent(), "not run: the package opensc-pkcs11 is missing");
    try {
      reader = PrivateReader.start();
    } catch (ReaderUnavailableException unavailable) {
      assumeTrue(false, "not run: " + unavailable.getMessage());
    }
    cards = new WatchedCards(new CardModule("OpenSC", library.get(), reader.environment()));
  }

  @AfterAll
  static void stop() throws IOException {
    if (cards != null) {
      cards.close();
    }
    if (reader != null) {
      reader.close();
    }
  }

  /** Puts a card in, after the last one was seen to go. */
  private static Card insert(VirtualPivCard card) throws Exception {
    reader.remove();
    for (Card old : cards.watcher().cards()) {
      cards.awaitGone(old);
    }
    reader.insert(card);
    return cards.any();
  }

  @ParameterizedTest
  @EnumSource(PivKey.Kind.class)
  @DisplayName("signs with 9A and with 9C, which alone asks for the PIN on every use")
  void signs(PivKey.Kind kind) throws Exception {
    Card card = insert(VirtualCard.card(kind));
    CardCertificate once = WatchedCards.certificate(card, AUTHENTICATION);
    CardCertificate every = WatchedCards.certificate(card, SIGNATURE);

    CardSignOutcome with9a = WatchedCards.sign(card, once, VirtualCard.PIN);
    CardSignOutcome with9c = WatchedCards.sign(card, every, VirtualCard.PIN);

    assertThat(WatchedCards.assertSigned(with9a, once).pinOnEveryUse()).isFalse();
    assertThat(WatchedCards.assertSigned(with9c, every).pinOnEveryUse()).isTrue();
    assertThat(once.subject()).contains("Alex Morgan");
  }

  @Test
  @DisplayName("tells a wrong PIN, the last try and the lock, and each wrong PIN costs one try")
  void lockOut() throws Exception {
    VirtualPivCard piv = VirtualCard.card(PivKey.Kind.P256);
    Card card = insert(piv);
    CardCertificate with = WatchedCards.certificate(card, SIGNATURE);

    assertThat(WatchedCards.sign(card, with, "654321")).isInstanceOf(TokenFailure.WrongPin.class);
    assertThat(piv.pinTriesLeft()).isEqualTo(2);
    assertThat(WatchedCards.sign(card, with, "654321"))
        .isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(1)));
    assertThat(WatchedCards.listed(card).pin().tries()).isEqualTo(CardPinState.Tries.LAST);
    assertThat(WatchedCards.sign(card, with, "654321")).isEqualTo(new TokenFailure.PinLocked());
    assertThat(WatchedCards.sign(card, with, VirtualCard.PIN))
        .isEqualTo(new TokenFailure.PinLocked());
    assertThat(piv.signaturesAsked()).isZero();
  }

  @Test
  @DisplayName("that is pulled out before it is asked is removed, and works when it is back")
  void removedBefore() throws Exception {
    VirtualPivCard piv = VirtualCard.card(PivKey.Kind.P256);
    Card card = insert(piv);
    CardCertificate with = WatchedCards.certificate(card, SIGNATURE);
    reader.remove();

    assertThat(WatchedCards.sign(card, with, VirtualCard.PIN))
        .isEqualTo(new TokenFailure.Removed());

    Card again = insert(piv);
    assertThat(again.info().id()).isNotEqualTo(card.info().id());
    WatchedCards.assertSigned(WatchedCards.sign(again, with, VirtualCard.PIN), with);
  }

  @ParameterizedTest
  @EnumSource(
      value = PivFault.class,
      names = {"PULLED_AT_PIN", "PULLED_AT_SIGNING"})
  @DisplayName("that is pulled out in the middle is removed, and works when it is back")
  void removedDuring(PivFault fault) throws Exception {
    VirtualPivCard piv = VirtualCard.card(PivKey.Kind.P256);
    Card card = insert(piv);
    CardCertificate with = WatchedCards.certificate(card, SIGNATURE);
    piv.fault(fault);

    assertThat(WatchedCards.sign(card, with, VirtualCard.PIN))
        .isEqualTo(new TokenFailure.Removed());

    piv.fault(PivFault.NONE);
    WatchedCards.assertSigned(WatchedCards.sign(insert(piv), with, VirtualCard.PIN), with);
  }

  @Test
  @DisplayName("that was swapped does not sign for the first one's certificate, nor get its PIN")
  void swapped() throws Exception {
    Card first = insert(VirtualCard.card(PivKey.Kind.P256));
    CardCertificate with = WatchedCards.certificate(first, SIGNATURE);
    VirtualPivCard other = VirtualCard.card(PivKey.Kind.P256);
    reader.insert(other);

    assertThat(WatchedCards.sign(first, with, "654321"))
        .isIn(new CardSignOutcome.NotThisCard(), new TokenFailure.Removed());
    cards.awaitGone(first);
    assertThat(WatchedCards.sign(cards.any(), with, "654321"))
        .isEqualTo(new CardSignOutcome.NotThisCard());
    assertThat(other.pinTriesLeft()).isEqualTo(3);
  }

  @Test
  @DisplayName("that takes too long is given up at the deadline, and works after it")
  void slow() throws Exception {
    VirtualPivCard piv = VirtualCard.card(PivKey.Kind.P256);
    Card card = insert(piv);
    CardCertificate with = WatchedCards.certificate(card, SIGNATURE);
    piv.delay(Duration.ofMinutes(5));
    piv.fault(PivFault.SLOW_SIGNING);

    CardSignOutcome outcome =
        card.sign(
                WatchedCards.request(with, VirtualCard.PIN, Duration.ofSeconds(3)), progress -> {})
            .result()
            .get(60, TimeUnit.SECONDS);

    assertUnusable(outcome, TokenFailure.Reason.MODULE_FAILED);
    piv.fault(PivFault.NONE);
    WatchedCards.assertSigned(WatchedCards.sign(insert(piv), with, VirtualCard.PIN), with);
  }

  private static void assertUnusable(CardSignOutcome outcome, TokenFailure.Reason reason) {
    assertThat(outcome).isInstanceOf(TokenFailure.Unusable.class);
    assertThat(((TokenFailure.Unusable) outcome).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"GARBAGE_SIGNATURE", "OTHER_SIGNATURE", "CUT_ANSWER"})
  @DisplayName("that answers garbage gives no signature, and works after it")
  void garbage(PivFault fault) throws Exception {
    VirtualPivCard piv = VirtualCard.card(PivKey.Kind.P256);
    Card card = insert(piv);
    CardCertificate with = WatchedCards.certificate(card, SIGNATURE);
    piv.fault(fault);

    assertThat(WatchedCards.sign(card, with, VirtualCard.PIN)).isInstanceOf(TokenFailure.class);

    piv.fault(PivFault.NONE);
    WatchedCards.assertSigned(WatchedCards.sign(insert(piv), with, VirtualCard.PIN), with);
  }

  @Test
  @DisplayName(
      "that was locked between PIN and signature gives no signature, then says it is locked")
  void lockedMeanwhile() throws Exception {
    VirtualPivCard piv = VirtualCard.card(PivKey.Kind.P256);
    Card card = insert(piv);
    CardCertificate with = WatchedCards.certificate(card, SIGNATURE);
    piv.fault(PivFault.LOCKED_AT_SIGNING);

    assertThat(WatchedCards.sign(card, with, VirtualCard.PIN)).isInstanceOf(TokenFailure.class);
    assertThat(WatchedCards.sign(card, with, VirtualCard.PIN))
        .isEqualTo(new TokenFailure.PinLocked());
  }
}
