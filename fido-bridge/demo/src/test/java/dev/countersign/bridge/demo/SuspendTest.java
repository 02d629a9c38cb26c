package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The computer goes to sleep and wakes up again, between two operations or in the middle of one.
 */
class SuspendTest {

  private static final String SAME = "/dev/hidraw0";
  private static final String OTHER = "/dev/hidraw1";

  private Optional<SleepingComputer> made = Optional.empty();
  private final DemoDesk desk =
      new DemoDesk(source -> {
        made = Optional.of(new SleepingComputer(source));
        return made.get();
      });
  private Bytes credential = Bytes.of(new byte[0]);

  @BeforeEach
  void enrol() {
    credential = desk.registered().credentialId();
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  @DisplayName("D3 after a sleep between two operations the same token signs, under its old path")
  void betweenUnderTheSamePath() {
    Token before = desk.token();
    computer().sleepAndWake(desk.key, SAME);

    assertThat(sign(before)).isInstanceOf(SignOutcome.Signed.class);
    assertThat(desk.token()).isSameAs(before);
  }

  @Test
  @DisplayName(
      "D3 after a sleep between two operations the key signs under a new path; the old is gone")
  void betweenUnderAnotherPath() {
    Token before = desk.token();
    computer().sleepAndWake(desk.key, OTHER);
    awaitAnotherThan(before);

    assertThat(sign(before)).isEqualTo(new TokenFailure.Removed());
    assertThat(sign(desk.token())).isInstanceOf(SignOutcome.Signed.class);
  }

  @Test
  @DisplayName("D3 a sleep in the middle ends the operation unsigned; then the same token signs")
  void duringUnderTheSamePath() {
    Token before = desk.token();

    assertThat(get(startAndSleep(SAME))).isEqualTo(new TokenFailure.Removed());
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    assertThat(sign(before)).isInstanceOf(SignOutcome.Signed.class);
  }

  @Test
  @DisplayName(
      "D3 a sleep in the middle ends the operation unsigned; then a new path's token signs")
  void duringUnderAnotherPath() {
    Token before = desk.token();

    assertThat(get(startAndSleep(OTHER))).isEqualTo(new TokenFailure.Removed());
    awaitAnotherThan(before);
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    assertThat(sign(desk.token())).isInstanceOf(SignOutcome.Signed.class);
  }

  private TokenOperation<SignOutcome> startAndSleep(String pathAfterwards) {
    desk.key.touchPolicy(DemoTouchPolicy.WHEN_PRESSED);
    var operation = desk.start(RIGHT_PIN, PLENTY, credential);
    await().pollInterval(Duration.ofMillis(5)).until(desk.key::waitsForTouch);
    computer().sleepAndWake(desk.key, pathAfterwards);
    return operation;
  }

  private SignOutcome sign(Token token) {
    return get(
        token.sign(DemoDesk.request(DemoDesk.pin(RIGHT_PIN), PLENTY, credential), any -> {}));
  }

  private void awaitAnotherThan(Token before) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            desk.watcher.tokens().stream().noneMatch(before::equals)
                && !desk.watcher.tokens().isEmpty());
  }

  private SleepingComputer computer() {
    return made.orElseThrow();
  }
}
