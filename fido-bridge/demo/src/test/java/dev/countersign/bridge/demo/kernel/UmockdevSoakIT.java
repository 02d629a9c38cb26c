package dev.countersign.bridge.demo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many plugs and many assertions through hid4java: nothing may pile up. Full counts with {@code
 * ./dev test --soak}.
 */
@Tag("soak")
class UmockdevSoakIT {

  private static final boolean FULL = "full".equals(System.getProperty("countersign.soak"));
  private static final int PLUGS = FULL ? 1_000 : 12;
  private static final int ASSERTIONS = FULL ? 10_000 : 150;
  private static final int WARM_UP = 30;
  private static final long MEBIBYTE = 1 << 20;
  private static final Duration PLENTY = Duration.ofSeconds(40);
  private static final String RP_ID = "approvals.example.com";

  private final DemoKeySet set = DemoKeySet.create(Clock.systemUTC());
  private final DemoKey key = set.addKey("blue");
  private MockedKernel kernel;
  private TokenWatcher watcher;

  @BeforeAll
  static void preloaded() {
    assumeTrue(Umockdev.isPreloaded(), "not run: the package umockdev is missing");
    System.out.printf("soak: %d plugs, %d assertions%n", PLUGS, ASSERTIONS);
  }

  @BeforeEach
  void start() {
    kernel = MockedKernel.get();
    key.presetPin("1234".toCharArray());
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    watcher = HidTokens.watch();
  }

  @AfterEach
  void stop() {
    watcher.close();
    kernel.unplugAll();
  }

  @Test
  @DisplayName("plugging in and pulling out again and again leaves no thread and no handle behind")
  void plugs() {
    plugAndUnplug();
    Held before = Held.now();
    for (int i = 0; i < PLUGS; i++) {
      plugAndUnplug();
    }
    await().untilAsserted(() -> assertThat(ownerThreads()).isZero());
    await()
        .untilAsserted(() -> assertThat(Held.handles()).isLessThanOrEqualTo(before.openHandles()));
    before.print(PLUGS + " plugs");
    assertThat(watcher.trouble()).isEmpty();
  }

  @Test
  @DisplayName("signing again and again leaves no thread, no handle and no growing memory behind")
  void assertions() {
    kernel.plug(set, key);
    awaitTokens(1);
    Bytes credential = registered();
    sign(credential, WARM_UP);
    Held before = Held.now();

    sign(credential, ASSERTIONS);

    before.print(ASSERTIONS + " assertions");
    await() // a listing of the watcher may be under way
        .untilAsserted(() -> assertThat(Held.handles()).isLessThanOrEqualTo(before.openHandles()));
    assertThat(ownerThreads()).isLessThanOrEqualTo(1);
    assertThat(Held.usedHeap() - before.heap()).isLessThan(8 * MEBIBYTE);
  }

  private void plugAndUnplug() {
    kernel.plug(set, key);
    awaitTokens(1);
    kernel.unplug(key);
    awaitTokens(0);
  }

  private void awaitTokens(int count) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(watcher.tokens()).hasSize(count));
  }

  private Bytes registered() {
    RegistrationRequest request =
        new RegistrationRequest(
            RP_ID,
            "Approvals",
            new RegistrationRequest.User(Bytes.utf8("kim"), "kim", "Kim Example"),
            false,
            Bytes.utf8("{}"),
            List.of(),
            pin(),
            PLENTY);
    RegistrationOutcome outcome =
        watcher
            .tokens()
            .getFirst()
            .register(request, any -> {})
            .result()
            .orTimeout(60, TimeUnit.SECONDS)
            .join();
    return ((RegistrationOutcome.Registered) outcome).credentialId();
  }

  private void sign(Bytes credential, int times) {
    for (int i = 0; i < times; i++) {
      SignRequest request =
          new SignRequest(
              RP_ID, Bytes.utf8("{\"n\":" + i + "}"), List.of(credential), pin(), PLENTY);
      SignOutcome outcome =
          watcher
              .tokens()
              .getFirst()
              .sign(request, any -> {})
              .result()
              .orTimeout(60, TimeUnit.SECONDS)
              .join();
      assertThat(outcome).as("assertion %d", i).isInstanceOf(SignOutcome.Signed.class);
    }
  }

  private static Optional<Pin> pin() {
    return Optional.of(Pin.takeOver("1234".toCharArray()));
  }

  private static long ownerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("token-owner-"))
        .count();
  }
}
