package dev.countersign.bridge.demo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.bridge.fido.hid.HidTokens;
import dev.countersign.proof.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** hid4java's native code against hidraw devices of a mocked kernel. */
class UmockdevIT {

  private static final Duration PLENTY = Duration.ofSeconds(40);
  private static final String RP_ID = "approvals.example.com";
  private static final Bytes CLIENT_DATA = Bytes.utf8("{\"type\":\"webauthn.get\"}");

  private final DemoKeySet set = DemoKeySet.create(Clock.systemUTC());
  private final DemoKey blue = key("blue");
  private final DemoKey red = key("red");
  private MockedKernel kernel;
  private TokenWatcher watcher;

  @BeforeAll
  static void preloaded() {
    assumeTrue(
        Umockdev.isPreloaded(),
        "not run: libumockdev0 is missing, or this process was started without its preload library");
  }

  @BeforeEach
  void start() {
    kernel = MockedKernel.get();
    watcher = HidTokens.watch();
  }

  @AfterEach
  void stop() {
    watcher.close();
    kernel.unplugAll();
  }

  @Test
  @DisplayName("D3 keys that are plugged in are listed by their own names, and go when pulled out")
  void plugAndUnplug() {
    assertThat(watcher.tokens()).isEmpty();
    kernel.plug(set, blue);
    kernel.plug(set, red);
    awaitNames("Demo key (software) blue", "Demo key (software) red");

    kernel.unplug(blue);
    awaitNames("Demo key (software) red");

    kernel.plug(set, blue);
    awaitNames("Demo key (software) blue", "Demo key (software) red");
    assertThat(watcher.trouble()).isEmpty();
  }

  @Test
  @DisplayName("D3 a key is enrolled and signs through the kernel's own interface")
  void enrolsAndSigns() {
    kernel.plug(set, blue);
    Bytes credential = registered(blue);

    SignOutcome outcome = finish(sign(onlyToken(), credential));

    assertThat(outcome).isInstanceOf(SignOutcome.Signed.class);
    assertThat(((SignOutcome.Signed) outcome).credentialId()).isEqualTo(credential);
  }

  @Test
  @DisplayName("a key pulled out while it waits for a touch is reported as removed")
  void pulledOutAtTouch() {
    kernel.plug(set, blue);
    Bytes credential = registered(blue);
    blue.touchPolicy(DemoTouchPolicy.WHEN_PRESSED);
    TokenOperation<SignOutcome> operation = sign(onlyToken(), credential);
    await().until(blue::waitsForTouch);

    kernel.unplug(blue);

    assertThat(finish(operation)).isInstanceOf(TokenFailure.Removed.class);
    await().untilAsserted(() -> assertThat(watcher.tokens()).isEmpty());
  }

  @Test
  @DisplayName("after it was pulled out and plugged in again, the same key signs again")
  void signsAfterReplug() {
    kernel.plug(set, blue);
    Bytes credential = registered(blue);
    Token before = onlyToken();
    kernel.unplug(blue);
    await().untilAsserted(() -> assertThat(watcher.tokens()).isEmpty());
    kernel.plug(set, blue);

    assertThat(finish(sign(onlyToken(), credential))).isInstanceOf(SignOutcome.Signed.class);
    assertThat(finish(sign(before, credential))).isInstanceOf(TokenFailure.Removed.class);
  }

  @Test
  @DisplayName("a cancel reaches the key, and it can be used again at once")
  void cancels() {
    kernel.plug(set, blue);
    Bytes credential = registered(blue);
    blue.touchPolicy(DemoTouchPolicy.WHEN_PRESSED);
    TokenOperation<SignOutcome> operation = sign(onlyToken(), credential);
    await().until(blue::waitsForTouch);

    operation.cancel();

    assertThat(finish(operation)).isInstanceOf(TokenFailure.Cancelled.class);
    await().untilAsserted(() -> assertThat(blue.cancelsReceived()).isEqualTo(1));
    blue.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    assertThat(finish(sign(onlyToken(), credential))).isInstanceOf(SignOutcome.Signed.class);
  }

  @Test
  @DisplayName(
      "of two keys, the one that holds the credential signs and the other says it does not")
  void twoKeys() {
    kernel.plug(set, blue);
    Bytes credential = registered(blue);
    red.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    kernel.plug(set, red);
    awaitNames("Demo key (software) blue", "Demo key (software) red");

    assertThat(finish(sign(token("blue"), credential))).isInstanceOf(SignOutcome.Signed.class);
    assertThat(finish(sign(token("red"), credential))).isInstanceOf(SignOutcome.NotThisKey.class);
  }

  private DemoKey key(String label) {
    DemoKey key = set.addKey(label);
    key.presetPin("1234".toCharArray());
    return key;
  }

  private void awaitNames(String... names) {
    await()
        .untilAsserted(() ->
            assertThat(watcher.tokens())
                .extracting(token -> token.info().name())
                .containsExactlyInAnyOrder(names));
  }

  private Token onlyToken() {
    await().untilAsserted(() -> assertThat(watcher.tokens()).hasSize(1));
    return watcher.tokens().getFirst();
  }

  private Token token(String label) {
    return watcher.tokens().stream()
        .filter(each -> each.info().name().endsWith(label))
        .findFirst()
        .orElseThrow();
  }

  private Bytes registered(DemoKey key) {
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    RegistrationRequest request =
        new RegistrationRequest(
            RP_ID,
            "Approvals",
            new RegistrationRequest.User(Bytes.utf8("kim"), "kim", "Kim Example"),
            false,
            CLIENT_DATA,
            List.of(),
            pin(),
            PLENTY);
    RegistrationOutcome outcome = finish(onlyToken().register(request, any -> {}));
    assertThat(outcome).isInstanceOf(RegistrationOutcome.Registered.class);
    return ((RegistrationOutcome.Registered) outcome).credentialId();
  }

  private static TokenOperation<SignOutcome> sign(Token token, Bytes credential) {
    return token.sign(
        new SignRequest(RP_ID, CLIENT_DATA, List.of(credential), pin(), PLENTY), any -> {});
  }

  private static Optional<Pin> pin() {
    return Optional.of(Pin.takeOver("1234".toCharArray()));
  }

  private static <T> T finish(TokenOperation<T> operation) {
    return operation.result().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
