package dev.countersign.bridge.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pause before a failed module is started again")
class BackOffTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final BackOff backOff = new BackOff(ModuleTimes.USUAL, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  @DisplayName("is doubled each time, up to a minute, however well the module starts")
  void grows() {
    long[] millis = new long[10];
    for (int i = 0; i < millis.length; i++) {
      Duration pause = backOff.failed();
      millis[i] = pause.toMillis();
      pass(pause.plusSeconds(30));
    }
    assertThat(millis)
        .containsExactly(250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000);
  }

  @Test
  @DisplayName("is short again after a minute without trouble, and not a moment earlier")
  void forgets() {
    Duration first = backOff.failed();
    pass(first.plusMinutes(1).minusNanos(1));
    Duration second = backOff.failed();
    assertThat(second).isEqualTo(first.multipliedBy(2));
    pass(second.plusMinutes(1));
    assertThat(backOff.failed()).isEqualTo(first);
  }

  @Test
  @DisplayName("is short again once the module has signed")
  void signed() {
    Duration first = backOff.failed();
    backOff.failed();
    backOff.signed();
    assertThat(backOff.failed()).isEqualTo(first);
    assertThat(backOff.failed()).isEqualTo(first.multipliedBy(2));
  }
}
