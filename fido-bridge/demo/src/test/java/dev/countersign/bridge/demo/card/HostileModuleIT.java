package dev.countersign.bridge.demo.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A module that hangs, crashes or answers garbage in one of its functions, before a token of
 * SoftHSM2: the desk says so and goes on, and so does the module once it is sane again.
 */
@DisplayName("A hostile PKCS#11 module")
class HostileModuleIT {

  private static final String PIN = "123456";

  /** For what only the deadline ends; all else must end by itself, however slow the machine is. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** What an operation may take after its deadline: the module's grace and a busy machine. */
  private static final long LONGEST_SECONDS = 40;

  @TempDir private static Path folder;

  private static Path library;
  private static CardModule sane;

  @BeforeAll
  static void build() throws Exception {
    library = NativeModule.compile("hostile-module.c", folder);
    try {
      SoftHsmToken token = SoftHsmToken.create(folder, "Alex", PIN);
      DemoCardAuthority authority = DemoCardAuthority.create(Clock.systemUTC());
      var key = token.addKey(new SoftHsmToken.Key("01", SoftHsmToken.Kind.P256, true));
      token.addCertificate("01", "sign", authority.issue(authority.usual("Alex", key, true)));
      sane = token.module();
    } catch (SoftHsmUnavailableException missing) {
      assumeTrue(false, "not run: " + missing.getMessage());
    }
  }

  /** Places in CK_FUNCTION_LIST. */
  private enum Place {
    C_INITIALIZE(0),
    C_GET_SLOT_LIST(4),
    C_GET_TOKEN_INFO(6),
    C_OPEN_SESSION(12),
    C_LOGIN(18),
    C_LOGOUT(19),
    C_GET_ATTRIBUTE_VALUE(24),
    C_FIND_OBJECTS(27),
    C_SIGN_INIT(42),
    C_SIGN(43);

    private final int index;

    Place(int index) {
      this.index = index;
    }
  }

  /** A hostile module and the file that makes it so. */
  private record Hostile(CardModule module, Path switchFile) {
    void on() throws Exception {
      Files.createFile(switchFile);
    }

    void off() throws Exception {
      Files.delete(switchFile);
    }
  }

  private static Hostile hostile(Place at, String how) throws Exception {
    Path file = Files.createTempDirectory(folder, "switch").resolve("on");
    Map<String, String> environment = new HashMap<>(sane.environment());
    environment.put("HOSTILE_REAL", sane.library().toString());
    environment.put("HOSTILE_AT", Integer.toString(at.index));
    environment.put("HOSTILE_HOW", how);
    environment.put("HOSTILE_WHILE", file.toString());
    return new Hostile(new CardModule("hostile", library, environment), file);
  }

  private static CardSignOutcome sign(Card card, CardCertificate with) throws Exception {
    return sign(card, with, WatchedCards.DEADLINE);
  }

  private static CardSignOutcome sign(Card card, CardCertificate with, Duration deadline)
      throws Exception {
    return card.sign(WatchedCards.request(with, PIN, deadline), progress -> {})
        .result()
        .get(LONGEST_SECONDS, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "C_LOGIN, hang, HUNG",
    "C_SIGN, hang, HUNG",
    "C_LOGIN, crash, CRASHED",
    "C_SIGN, crash, CRASHED",
    "C_LOGIN, exit, CRASHED",
    "C_LOGOUT, exit, CRASHED",
    "C_LOGIN, orphan, CRASHED",
    "C_SIGN, forge, MALFORMED",
    "C_SIGN, flood, MALFORMED",
    "C_FIND_OBJECTS, many, MALFORMED",
    "C_FIND_OBJECTS, endless, MALFORMED",
    "C_GET_ATTRIBUTE_VALUE, many, MALFORMED",
    "C_GET_ATTRIBUTE_VALUE, grow, MALFORMED",
    "C_GET_ATTRIBUTE_VALUE, turn, MALFORMED",
    "C_SIGN, many, MALFORMED"
  })
  @DisplayName("is ended within the deadline, named, and started again when it is needed")
  void ended(Place at, String how, ModuleTrouble.Reason reason) throws Exception {
    Hostile hostile = hostile(at, how);
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      hostile.on();

      CardSignOutcome outcome = sign(card, with);

      assertUnusable(outcome, TokenFailure.Reason.MODULE_FAILED);
      ModuleTrouble trouble = cards.trouble(hostile.module());
      assertThat(trouble.reason()).isEqualTo(reason);
      assertThat(trouble.detail()).contains("hostile", library.toString()).doesNotContain(PIN);
      hostile.off();
      WatchedCards.assertSigned(WatchedCards.sign(cards.card("Alex"), with, PIN), with);
    }
  }

  private static void assertUnusable(CardSignOutcome outcome, TokenFailure.Reason reason) {
    assertThat(outcome).isInstanceOf(TokenFailure.Unusable.class);
    assertThat(((TokenFailure.Unusable) outcome).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "C_INITIALIZE, 0x5, REFUSED",
    "C_INITIALIZE, forge, MALFORMED",
    "C_GET_SLOT_LIST, hang, HUNG",
    "C_GET_SLOT_LIST, crash, CRASHED",
    "C_GET_SLOT_LIST, many, MALFORMED",
    "C_GET_SLOT_LIST, double, MALFORMED",
    "C_GET_SLOT_LIST, 0x30, REFUSED",
    "C_GET_TOKEN_INFO, exit, CRASHED"
  })
  @DisplayName("that fails when nobody asked for anything leaves other modules alone")
  void others(Place at, String how, ModuleTrouble.Reason reason) throws Exception {
    Hostile hostile = hostile(at, how);
    hostile.on();
    List<CardModule> modules = List.of(hostile.module(), sane);
    // Patience begins with the start of the module's process, which takes its time.
    Duration patience = Duration.ofSeconds(how.equals("hang") ? 6 : 60);
    try (WatchedCards cards = new WatchedCards(Pkcs11Cards.watch(modules, patience))) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");

      assertThat(cards.trouble(hostile.module()).reason()).isEqualTo(reason);
      WatchedCards.assertSigned(WatchedCards.sign(card, with, PIN), with);
      assertThat(card.place().module()).isEqualTo(sane.name());
    }
  }

  @Test
  @DisplayName("that fails at every signature is left alone longer each time, until it behaves")
  void backsOff() throws Exception {
    Hostile hostile = hostile(Place.C_SIGN, "crash");
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card last = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(last, "sign");
      hostile.on();
      List<String> told = new ArrayList<>();
      for (int attempt = 1; attempt <= 3; attempt++) {
        last = cards.card("Alex");
        CardSignOutcome outcome = sign(last, with);
        told.add(((TokenFailure.Unusable) outcome).detail().replaceFirst(".*crashed", ""));
      }
      assertThat(told).containsExactly(".", ".", ". It is started again in 1 s.");
      assertThat(cards.trouble(hostile.module(), "again in 1 s.").reason())
          .isEqualTo(ModuleTrouble.Reason.CRASHED);
      cards.awaitGone(last);

      hostile.off();
      WatchedCards.assertSigned(sign(cards.card("Alex"), with), with);
      hostile.on();
      assertThat(((TokenFailure.Unusable) sign(cards.card("Alex"), with)).detail())
          .endsWith("crashed.");
    }
  }

  @Test
  @DisplayName("is not shown a PIN that cannot be the card's: it would cost a try")
  void impossiblePins() throws Exception {
    Hostile hostile = hostile(Place.C_LOGIN, "crash");
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      hostile.on();
      TokenFailure wrong = new TokenFailure.WrongPin(OptionalInt.empty());
      // SoftHSM2 takes 4 to 255 bytes.
      for (String pin : List.of("123", "1".repeat(256), "12345\ud83d")) {
        assertThat(WatchedCards.sign(card, with, pin)).as(pin).isEqualTo(wrong);
      }
      assertThat(WatchedCards.sign(card, with, "")).isEqualTo(new TokenFailure.PinRequired());
      assertThat(cards.watcher().troubles()).isEmpty();
      assertUnusable(WatchedCards.sign(card, with, "1234"), TokenFailure.Reason.MODULE_FAILED);
    }
  }

  @Test
  @DisplayName("is ended together with what it started")
  void family() throws Exception {
    Hostile hostile = hostile(Place.C_SIGN, "family");
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      hostile.on();

      assertUnusable(sign(card, with), TokenFailure.Reason.MODULE_FAILED);

      long child = Long.parseLong(Files.readString(Path.of(hostile.switchFile() + ".child")));
      await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @Test
  @DisplayName("hands no pipe to the desk on to a program that it starts")
  @EnabledOnOs(OS.LINUX)
  void starts() throws Exception {
    Hostile hostile = hostile(Place.C_SIGN, "start");
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      hostile.on();

      assertUnusable(sign(card, with), TokenFailure.Reason.NOT_SUPPORTED);

      assertThat(Files.readString(Path.of(hostile.switchFile() + ".child")))
          .contains(" 1 -> ", "/dev/null")
          .doesNotContain("pipe:");
    }
  }

  @Test
  @DisplayName("that prints on standard output does no harm by it")
  void prints() throws Exception {
    Hostile hostile = hostile(Place.C_SIGN, "print");
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      hostile.on();

      WatchedCards.assertSigned(sign(card, with), with);
    }
  }

  @Test
  @DisplayName("that aborts leaves no core file: its process's memory is for nobody")
  @EnabledOnOs(OS.LINUX)
  void leavesNoCore() throws Exception {
    assertUnusable(refusedWith(Place.C_SIGN, "dumpable"), TokenFailure.Reason.NOT_SUPPORTED);
  }

  @Test
  @DisplayName("gives a signature that is none: it is thrown away, and said")
  void wrongSignature() throws Exception {
    Hostile hostile = hostile(Place.C_SIGN, "noise");
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      hostile.on();

      assertUnusable(sign(card, with), TokenFailure.Reason.WRONG_SIGNATURE);
    }
  }

  @Test
  @DisplayName("shows certificates of noise: they are named as unreadable, and none signs")
  void noiseForCertificates() throws Exception {
    Hostile hostile = hostile(Place.C_GET_ATTRIBUTE_VALUE, "noise");
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      hostile.on();

      CertificatesOutcome.Listed listed = WatchedCards.listed(card);
      assertThat(listed.certificates()).isEmpty();
      assertThat(listed.unreadable()).hasSize(1);
      assertThat(sign(card, with)).isEqualTo(new CardSignOutcome.NotThisCard());
    }
  }

  @Test
  @DisplayName("refuses the login with a code: its meaning is told, and the module stays in use")
  void codes() throws Exception {
    Map<String, TokenFailure> meanings =
        Map.of(
            "0x1", new TokenFailure.Refused(),
            "0x32", new TokenFailure.Removed(),
            "0x50", new TokenFailure.Refused(),
            "0xA0", new TokenFailure.WrongPin(OptionalInt.empty()),
            "0xA4", new TokenFailure.PinLocked(),
            "0xE0", new TokenFailure.Removed(),
            "0x102", new TokenFailure.NoPinSet(),
            "0x200", new TokenFailure.Refused());
    Hostile hostile = hostile(Place.C_LOGIN, "");
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      for (Map.Entry<String, TokenFailure> meaning : meanings.entrySet()) {
        Files.writeString(hostile.switchFile(), meaning.getKey());
        assertThat(sign(card, with)).as(meaning.getKey()).isEqualTo(meaning.getValue());
      }
      hostile.off();
      WatchedCards.assertSigned(sign(card, with), with);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "C_LOGIN, 0xA3, PIN_CHANGE_NEEDED",
    "C_LOGIN, 0x104, IN_USE",
    "C_LOGIN, 0x30, TOKEN_ERROR",
    "C_OPEN_SESSION, 0xB1, IN_USE",
    "C_SIGN_INIT, 0x70, NOT_SUPPORTED",
    "C_SIGN, 0x80001234, TOKEN_ERROR"
  })
  @DisplayName("refuses with a code: the card is unusable for that reason")
  void reasons(Place at, String code, TokenFailure.Reason reason) throws Exception {
    assertUnusable(refusedWith(at, code), reason);
  }

  private static CardSignOutcome refusedWith(Place at, String code) throws Exception {
    Hostile hostile = hostile(at, code);
    try (WatchedCards cards = new WatchedCards(hostile.module())) {
      Card card = cards.card("Alex");
      CardCertificate with = WatchedCards.certificate(card, "sign");
      hostile.on();
      CardSignOutcome outcome = sign(card, with);
      assertThat(cards.watcher().troubles()).isEmpty();
      return outcome;
    }
  }
}
