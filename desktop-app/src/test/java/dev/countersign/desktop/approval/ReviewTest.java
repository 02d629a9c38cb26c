package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.testing.Scenario;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReviewTest {
  private final AtomicLong nanos = new AtomicLong(17);
  private final Review review = new Review(Desk.presentation(), nanos::get);

  private void seeEverything() {
    Desk.presentation().leaves().forEach(leaf -> review.saw(leaf.pointer()));
  }

  private void waitLongEnough() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
  }

  private void typePhrase() {
    review.typed(ConfirmationPhrase.of(Scenario.honest().sha256()).toString());
  }

  @Test
  @DisplayName("D2 nothing can be approved before every part was on screen")
  void unseen() {
    waitLongEnough();
    typePhrase();
    Desk.presentation().leaves().stream().skip(1).forEach(leaf -> review.saw(leaf.pointer()));
    assertThat(review.missing()).containsExactly("1 part unseen");
    assertThat(review.approve(Optional.empty())).isEmpty();
  }

  @Test
  @DisplayName("approval waits for the review time, in words and counting down")
  void tooShort() {
    seeEverything();
    typePhrase();
    assertThat(review.missing()).containsExactly("5 more seconds of review");
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(4_001));
    assertThat(review.missing()).containsExactly("1 more second of review");
    assertThat(review.approve(Optional.empty())).isEmpty();
  }

  @Test
  @DisplayName("approval waits for the right phrase")
  void phrase() {
    seeEverything();
    waitLongEnough();
    review.typed("amber orbit amber");
    assertThat(review.missing())
        .containsExactly("the phrase shown to the requester is not typed yet");
    review.typed("amber orbit amber orbit");
    assertThat(review.missing()).containsExactly("the phrase is not the one of this request");
    assertThat(review.approve(Optional.empty())).isEmpty();
    typePhrase();
    assertThat(review.missing()).isEmpty();
    assertThat(review.approve(Optional.empty()).orElseThrow().phraseTyped()).isTrue();
  }

  @Test
  @DisplayName("a denial needs nothing")
  void deny() {
    assertThat(review.deny(false, Optional.of("no")).decision()).isEqualTo(Decision.DENY);
    assertThat(review.deny(true, Optional.empty()).decision()).isEqualTo(Decision.DENY_AND_REVOKE);
  }
}
