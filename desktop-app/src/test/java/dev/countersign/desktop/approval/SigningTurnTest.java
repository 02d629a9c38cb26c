package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.decision.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The time that one attempt with a token has")
class SigningTurnTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final Duration USUAL = Duration.ofSeconds(20);

  private static SigningTurn endingAt(Instant end) {
    JourneyPorts.Timing timing =
        new JourneyPorts.Timing(
            InstantSource.fixed(NOW),
            USUAL,
            USUAL,
            USUAL,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    return new SigningTurn(
        new JourneyPorts(null, null, null, null, null, timing),
        null,
        new Words(Decision.APPROVE),
        end);
  }

  @Test
  @DisplayName("is never more than the challenge and the request have left")
  void patience() throws Exception {
    assertThat(endingAt(NOW.plusSeconds(60)).patience()).isEqualTo(USUAL);
    assertThat(endingAt(NOW.plusSeconds(5)).patience()).isEqualTo(Duration.ofSeconds(5));
    assertThatThrownBy(() -> endingAt(NOW).patience()).isInstanceOf(StoppedException.class);
  }
}
