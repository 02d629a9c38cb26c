package dev.countersign.bridge.demo.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardCertificate.PinUse;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.x509.JwsAlgorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real signatures through the process of a real module. */
@DisplayName("Cards of SoftHSM2")
class SoftHsmIT {

  private static final String PIN = "123456";
  private static final String OTHER_PIN = "7654321";
  private static final DemoCardAuthority AUTHORITY = DemoCardAuthority.create(Clock.systemUTC());

  @TempDir private static Path folder;

  private static WatchedCards cards;
  private static CardModule module;

  @BeforeAll
  static void fill() throws Exception {
    try {
      SoftHsmToken token = SoftHsmToken.create(folder, "Alex", PIN);
      int number = 1;
      for (SoftHsmToken.Kind kind : SoftHsmToken.Kind.values()) {
        add(token, new SoftHsmToken.Key("0" + number++, kind, true), kind + " every use");
        add(token, new SoftHsmToken.Key("0" + number++, kind, false), kind + " once");
      }
      token.addCertificate("2a", "root", AUTHORITY.root());
      token.addCertificate("2b", "keyless", certificate(SoftHsmToken.Kind.P256, keyOnNoToken()));
      SoftHsmToken second = SoftHsmToken.create(folder, "Sam", OTHER_PIN);
      add(second, new SoftHsmToken.Key("01", SoftHsmToken.Kind.P256, true), "P256 every use");
      module = token.module();
    } catch (SoftHsmUnavailableException missing) {
      assumeTrue(false, "not run: " + missing.getMessage());
    }
    cards = new WatchedCards(module);
  }

  private static PublicKey keyOnNoToken() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair().getPublic();
  }

  private static void add(SoftHsmToken token, SoftHsmToken.Key key, String label) throws Exception {
    token.addCertificate(key.id(), label, certificate(key.kind(), token.addKey(key)));
  }

  private static byte[] certificate(SoftHsmToken.Kind kind, PublicKey key) {
    return AUTHORITY.issue(AUTHORITY.usual("Alex Morgan " + kind, key, true));
  }

  @AfterAll
  static void stop() {
    if (cards != null) {
      cards.close();
    }
  }

  @ParameterizedTest
  @EnumSource(SoftHsmToken.Kind.class)
  @DisplayName("sign with keys of every kind that want the PIN for every use, and say so")
  void everyUse(SoftHsmToken.Kind kind) throws Exception {
    Card card = cards.card("Alex");
    CardCertificate with = WatchedCards.certificate(card, kind + " every use");

    CardSignOutcome.Signed signed =
        WatchedCards.assertSigned(WatchedCards.sign(card, with, PIN), with);

    assertThat(signed.pinOnEveryUse()).isTrue();
    assertThat(with.algorithm()).contains(algorithm(kind));
  }

  @ParameterizedTest
  @EnumSource(SoftHsmToken.Kind.class)
  @DisplayName("sign with keys of every kind that want the PIN once, and say so")
  void once(SoftHsmToken.Kind kind) throws Exception {
    Card card = cards.card("Alex");
    CardCertificate with = WatchedCards.certificate(card, kind + " once");

    CardSignOutcome.Signed signed =
        WatchedCards.assertSigned(WatchedCards.sign(card, with, PIN), with);

    assertThat(signed.pinOnEveryUse()).isFalse();
  }

  private static JwsAlgorithm algorithm(SoftHsmToken.Kind kind) {
    return switch (kind) {
      case P256 -> JwsAlgorithm.ES256;
      case P384 -> JwsAlgorithm.ES384;
      case RSA2048 -> JwsAlgorithm.PS256;
    };
  }

  @Test
  @DisplayName(
      "show a person's certificates, not those of authorities, and hide keys until the PIN")
  void certificates() throws Exception {
    CertificatesOutcome.Listed listed = WatchedCards.listed(cards.card("Alex"));

    assertThat(listed.certificates())
        .extracting(CardCertificate::label)
        .containsExactlyInAnyOrder(
            "P256 every use",
            "P256 once",
            "P384 every use",
            "P384 once",
            "RSA2048 every use",
            "RSA2048 once",
            "keyless");
    assertThat(listed.certificates())
        .extracting(CardCertificate::pinUse)
        .containsOnly(PinUse.UNKNOWN);
    assertThat(listed.unreadable()).isEmpty();
    assertThat(listed.pin().tries()).isEqualTo(CardPinState.Tries.ENOUGH);
  }

  @Test
  @DisplayName("refuse a wrong PIN, and take the right one after it")
  void wrongPin() throws Exception {
    Card card = cards.card("Alex");
    CardCertificate with = WatchedCards.certificate(card, "P256 every use");

    assertThat(WatchedCards.sign(card, with, "654321")).isInstanceOf(TokenFailure.WrongPin.class);
    WatchedCards.assertSigned(WatchedCards.sign(card, with, PIN), with);
  }

  @Test
  @DisplayName("want a PIN even right after somebody else's was right")
  void noPin() throws Exception {
    Card card = cards.card("Alex");
    CardCertificate with = WatchedCards.certificate(card, "P256 once");

    WatchedCards.assertSigned(WatchedCards.sign(card, with, PIN), with);
    assertThat(WatchedCards.sign(card, with, "")).isEqualTo(new TokenFailure.PinRequired());
    assertThat(WatchedCards.sign(card, with, "654321")).isInstanceOf(TokenFailure.WrongPin.class);
  }

  @Test
  @DisplayName("are told apart: each signs with its own PIN, and not for the other's certificate")
  void two() throws Exception {
    Card alex = cards.card("Alex");
    Card sam = cards.card("Sam");
    CardCertificate ofAlex = WatchedCards.certificate(alex, "P256 every use");
    CardCertificate ofSam = WatchedCards.certificate(sam, "P256 every use");

    WatchedCards.assertSigned(WatchedCards.sign(sam, ofSam, OTHER_PIN), ofSam);
    assertThat(WatchedCards.sign(sam, ofAlex, OTHER_PIN))
        .isEqualTo(new CardSignOutcome.NotThisCard());
    assertThat(WatchedCards.sign(sam, ofSam, PIN)).isInstanceOf(TokenFailure.WrongPin.class);
  }

  @Test
  @DisplayName("say that they do not hold a certificate that nobody has, before the PIN is sent")
  void unknown() throws Exception {
    Pin pin = Pin.takeOver("654321".toCharArray());
    CardSignRequest request =
        new CardSignRequest(
            Digest.sha256(new byte[] {1}),
            JwsAlgorithm.ES256,
            WatchedCards.MESSAGE,
            Optional.of(pin),
            WatchedCards.DEADLINE);

    assertThat(WatchedCards.sign(cards.card("Alex"), request, progress -> {}))
        .isEqualTo(new CardSignOutcome.NotThisCard());
  }

  @Test
  @DisplayName("say that a certificate's key is not there, or does not make that signature")
  void noKey() throws Exception {
    Card card = cards.card("Alex");
    CardCertificate keyless = WatchedCards.certificate(card, "keyless");
    CardCertificate rsa = WatchedCards.certificate(card, "RSA2048 once");
    CardSignRequest mismatched =
        new CardSignRequest(
            rsa.thumbprint(),
            JwsAlgorithm.ES256,
            WatchedCards.MESSAGE,
            Optional.of(Pin.takeOver(PIN.toCharArray())),
            WatchedCards.DEADLINE);

    assertUnusable(WatchedCards.sign(card, keyless, PIN), TokenFailure.Reason.NO_PRIVATE_KEY);
    assertUnusable(
        WatchedCards.sign(card, mismatched, progress -> {}), TokenFailure.Reason.NOT_SUPPORTED);
  }

  private static void assertUnusable(CardSignOutcome outcome, TokenFailure.Reason reason) {
    assertThat(outcome).isInstanceOf(TokenFailure.Unusable.class);
    assertThat(((TokenFailure.Unusable) outcome).reason()).isEqualTo(reason);
  }

  @Test
  @DisplayName("report each step, and leave the PIN wiped")
  void progress() throws Exception {
    Card card = cards.card("Alex");
    CardCertificate with = WatchedCards.certificate(card, "P256 once");
    char[] digits = PIN.toCharArray();
    List<TokenProgress> steps = new ArrayList<>();
    CardSignRequest request =
        new CardSignRequest(
            with.thumbprint(),
            JwsAlgorithm.ES256,
            WatchedCards.MESSAGE,
            Optional.of(Pin.takeOver(digits)),
            WatchedCards.DEADLINE);

    WatchedCards.assertSigned(WatchedCards.sign(card, request, steps::add), with);

    assertThat(steps)
        .containsExactly(
            TokenProgress.CONNECTING, TokenProgress.VERIFYING_PIN, TokenProgress.PROCESSING);
    assertThat(digits).containsOnly('\0');
  }

  @Test
  @DisplayName("go on working beside modules that are not there or no modules")
  void besideBrokenOnes() throws Exception {
    Path text = Files.writeString(folder.resolve("text.so"), "no library");
    CardModule absent = new CardModule("absent", folder.resolve("absent.so"), Map.of());
    CardModule noLibrary = new CardModule("text", text, Map.of());
    try (WatchedCards several = new WatchedCards(absent, noLibrary, module)) {
      assertThat(several.trouble(absent).reason()).isEqualTo(ModuleTrouble.Reason.NOT_FOUND);
      assertThat(several.trouble(noLibrary).reason()).isEqualTo(ModuleTrouble.Reason.NOT_LOADABLE);
      assertThat(several.trouble(noLibrary).detail()).contains("text", text.toString());
      Card card = several.card("Sam");
      CardCertificate with = WatchedCards.certificate(card, "P256 every use");
      WatchedCards.assertSigned(WatchedCards.sign(card, with, OTHER_PIN), with);
    }
  }

  @Test
  @DisplayName("end with the watcher: operations that come later find them removed")
  void closed() throws Exception {
    WatchedCards own = new WatchedCards(module);
    Card card = own.card("Sam");
    own.close();

    assertThat(card.certificates(Duration.ofSeconds(5)).result().get())
        .isEqualTo(new TokenFailure.Removed());
  }
}
