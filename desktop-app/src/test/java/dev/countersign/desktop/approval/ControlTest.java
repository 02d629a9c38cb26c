package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ControlTest {
  private static final JourneyState ASKING =
      new JourneyState.NeedsPin(Optional.empty(), OptionalInt.empty(), Instant.EPOCH);

  private final Control control = new Control(state -> {});

  @Test
  @DisplayName("a PIN answers one question; a second one is refused and wiped")
  void onePinForOneQuestion() throws InterruptedException {
    control.enter(ASKING);
    control.providePin("1234".toCharArray());
    refusedAndWiped("5678".toCharArray());
    assertThat(control.awaitPin(Duration.ofSeconds(5))).isPresent();
    refusedAndWiped("5678".toCharArray());
    assertThat(control.awaitPin(Duration.ZERO)).isEmpty();
    control.enter(ASKING);
    control.providePin("5678".toCharArray());
    assertThat(control.awaitPin(Duration.ofSeconds(5))).isPresent();
  }

  @Test
  @DisplayName("a PIN that nobody asked for is refused and wiped")
  void noPinUnasked() {
    refusedAndWiped("1234".toCharArray());
  }

  private void refusedAndWiped(char[] pin) {
    assertThatThrownBy(() -> control.providePin(pin)).isInstanceOf(IllegalStateException.class);
    assertThat(pin).containsOnly('\0');
  }
}
