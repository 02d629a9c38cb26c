package dev.countersign.bridge.demo.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.TokenFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which functions of a module are called for one signature, in their order, noted by a module in C
 * before SoftHSM2: sessions left from before are closed first, a PIN is sent as often as the key
 * wants it, and whatever happens, there is no login and no session left.
 */
@DisplayName("One signature calls a module")
class ModuleCallsIT {

  private static final String PIN = "123456";

  /** Places in CK_FUNCTION_LIST. */
  private static final String CLOSE_SESSION = "13";

  private static final String CLOSE_ALL_SESSIONS = "14";
  private static final String LOGIN = "18";
  private static final String LOGOUT = "19";
  private static final String SIGN_INIT = "42";
  private static final String SIGN = "43";

  @TempDir private static Path folder;

  private static WatchedCards cards;
  private static Path notes;
  private static Path failing;

  @BeforeAll
  static void start() throws Exception {
    Path library = NativeModule.compile("hostile-module.c", folder);
    notes = folder.resolve("notes");
    failing = folder.resolve("failing");
    try {
      SoftHsmToken token = SoftHsmToken.create(folder, "Alex", PIN);
      add(token, "01", "once", token.addKey(key("01", false)));
      add(token, "02", "every", token.addKey(key("02", true)));
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      add(token, "03", "keyless", generator.generateKeyPair().getPublic());
      Map<String, String> environment = new HashMap<>(token.module().environment());
      environment.put("HOSTILE_REAL", token.module().library().toString());
      environment.put("HOSTILE_AT", SIGN);
      environment.put("HOSTILE_HOW", "0x30");
      environment.put("HOSTILE_WHILE", failing.toString());
      environment.put("HOSTILE_NOTES", notes.toString());
      cards = new WatchedCards(new CardModule("noting", library, environment));
    } catch (SoftHsmUnavailableException missing) {
      assumeTrue(false, "not run: " + missing.getMessage());
    }
  }

  private static SoftHsmToken.Key key(String id, boolean everyUse) {
    return new SoftHsmToken.Key(id, SoftHsmToken.Kind.P256, everyUse);
  }

  private static void add(SoftHsmToken token, String id, String label, PublicKey key)
      throws Exception {
    DemoCardAuthority authority = DemoCardAuthority.create(Clock.systemUTC());
    token.addCertificate(id, label, authority.issue(authority.usual("Alex", key, true)));
  }

  @AfterAll
  static void stop() {
    if (cards != null) {
      cards.close();
    }
  }

  /** The calls that signing makes; reading the certificate before it is left out. */
  private static List<String> calls(String label, String pin, CardSignOutcome expected)
      throws Exception {
    Card card = cards.card("Alex");
    CardCertificate with = WatchedCards.certificate(card, label);
    Files.deleteIfExists(notes);
    CardSignOutcome outcome = WatchedCards.sign(card, with, pin);
    assertThat(outcome).isInstanceOf(expected.getClass());
    return Files.readAllLines(notes);
  }

  private static final CardSignOutcome SIGNED =
      new CardSignOutcome.Signed(WatchedCards.MESSAGE, false);
  private static final TokenFailure UNUSABLE =
      new TokenFailure.Unusable(TokenFailure.Reason.TOKEN_ERROR, "");

  @Test
  @DisplayName("to log in, sign, log out and close")
  void once() throws Exception {
    assertThat(calls("once", PIN, SIGNED))
        .containsExactly(CLOSE_ALL_SESSIONS, LOGIN, SIGN_INIT, SIGN, LOGOUT, CLOSE_SESSION);
  }

  @Test
  @DisplayName("to log in once more, after the signature was begun, when its key wants it")
  void everyUse() throws Exception {
    assertThat(calls("every", PIN, SIGNED))
        .containsExactly(CLOSE_ALL_SESSIONS, LOGIN, SIGN_INIT, LOGIN, SIGN, LOGOUT, CLOSE_SESSION);
  }

  @Test
  @DisplayName("to log out and close also when it does not sign, or holds no key")
  void fails() throws Exception {
    Files.createFile(failing);
    try {
      assertThat(calls("once", PIN, UNUSABLE))
          .containsExactly(CLOSE_ALL_SESSIONS, LOGIN, SIGN_INIT, SIGN, LOGOUT, CLOSE_SESSION);
    } finally {
      Files.delete(failing);
    }
    assertThat(calls("keyless", PIN, UNUSABLE))
        .containsExactly(CLOSE_ALL_SESSIONS, LOGIN, LOGOUT, CLOSE_SESSION);
  }

  @Test
  @DisplayName("with a wrong PIN once, and without a PIN to no login at all; both close")
  void refused() throws Exception {
    assertThat(calls("every", "654321", new TokenFailure.WrongPin(OptionalInt.empty())))
        .containsExactly(CLOSE_ALL_SESSIONS, LOGIN, CLOSE_SESSION);
    assertThat(calls("every", "", new TokenFailure.PinRequired()))
        .containsExactly(CLOSE_ALL_SESSIONS, CLOSE_SESSION);
  }
}
