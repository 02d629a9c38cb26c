package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.SelectionOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TouchSelection;
import dev.countersign.bridge.demo.DemoKeyModel.Generation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several keys are plugged in, and the user touches the one to use. */
class TouchSelectionTest {

  private final DemoDesk desk = new DemoDesk();
  private final DemoKey green = add("green", DemoKeyModel.standard());
  private final DemoKey old = add("old", DemoKeyModel.standard().with(Generation.CTAP2_0));

  private DemoKey add(String label, DemoKeyModel model) {
    DemoKey key = desk.set.addKey(label, model);
    key.plug();
    await()
        .until(() ->
            desk.watcher.tokens().stream()
                .anyMatch(token -> token.info().name().equals(key.name())));
    return key;
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  @DisplayName("D3 the key that is touched is chosen, and all others are cancelled on the key")
  void chosen() {
    assertThat(touching(green)).isEqualTo(green.name());
    await()
        .untilAsserted(() -> {
          assertThat(desk.key.cancelsReceived()).isEqualTo(1);
          assertThat(old.cancelsReceived()).isEqualTo(1);
          assertThat(green.cancelsReceived()).isZero();
        });
  }

  @Test
  @DisplayName("a CTAP 2.0 key, which has no command for it, is chosen by touch as well")
  void olderKey() {
    assertThat(touching(old)).isEqualTo(old.name());
  }

  @Test
  @DisplayName("a key that is pulled out meanwhile does not end the choice")
  void pulledOut() {
    TokenOperation<SelectionOutcome> choice = start(PLENTY);
    desk.key.unplug();
    green.touch();

    assertThat(get(choice)).isInstanceOf(SelectionOutcome.Chosen.class);
  }

  @Test
  @DisplayName("when none is touched in time, each key's reason is told")
  void none() {
    assertThat(get(start(Duration.ofMillis(400))))
        .isInstanceOfSatisfying(
            SelectionOutcome.NoneChosen.class,
            none ->
                assertThat(none.reasons().values())
                    .hasSize(3)
                    .containsOnly(new TokenFailure.TimedOut()));
  }

  @Test
  @DisplayName("a cancelled choice cancels all keys and chooses none")
  void cancelled() {
    TokenOperation<SelectionOutcome> choice = start(PLENTY);
    choice.cancel();

    assertThat(get(choice))
        .isInstanceOfSatisfying(
            SelectionOutcome.NoneChosen.class,
            none -> assertThat(none.reasons().values()).containsOnly(new TokenFailure.Cancelled()));
  }

  private String touching(DemoKey key) {
    TokenOperation<SelectionOutcome> choice = start(PLENTY);
    key.touch();
    return ((SelectionOutcome.Chosen) get(choice)).token().info().name();
  }

  /** Waits until all keys wait, if they have the time. */
  private TokenOperation<SelectionOutcome> start(Duration deadline) {
    TokenOperation<SelectionOutcome> choice = TouchSelection.among(desk.watcher.tokens(), deadline);
    if (deadline.equals(PLENTY)) {
      await().until(() -> desk.key.waitsForTouch() && green.waitsForTouch() && old.waitsForTouch());
    }
    return choice;
  }
}
