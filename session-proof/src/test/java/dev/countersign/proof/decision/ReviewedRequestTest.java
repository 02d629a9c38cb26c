package dev.countersign.proof.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.decision.ReviewedRequest.Facts;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.testing.Scenario;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReviewedRequestTest {
  private static final long LONG_ENOUGH = 5000;

  private Presentation presentation;
  private Optional<String> phrase;

  @BeforeEach
  void present() throws Exception {
    presentation = Presentation.of(Scenario.honest());
    phrase = Optional.of(ConfirmationPhrase.of(presentation.request().sha256()).toString());
  }

  @Test
  @DisplayName("D2 an approval after a whole review with the phrase is made")
  void approve() {
    ReviewedRequest reviewed = approve(new Facts(true, LONG_ENOUGH, phrase));
    assertThat(reviewed.decision()).isEqualTo(Decision.APPROVE);
    assertThat(reviewed.phraseTyped()).isTrue();
  }

  @Test
  @DisplayName("D2 an approval of something that was not wholly seen cannot be made")
  void unseen() {
    refused(new Facts(false, LONG_ENOUGH, phrase));
  }

  @Test
  @DisplayName("an approval one millisecond too early cannot be made")
  void early() {
    refused(new Facts(true, LONG_ENOUGH - 1, phrase));
  }

  @Test
  @DisplayName("an approval without the phrase, or with another request's, cannot be made")
  void phrase() {
    refused(new Facts(true, LONG_ENOUGH, Optional.empty()));
    refused(new Facts(true, LONG_ENOUGH, Optional.of("")));
    refused(new Facts(true, LONG_ENOUGH, Optional.of("abandon ability able about")));
  }

  @Test
  @DisplayName("no constructor lets an approval past review time or phrase")
  void constructor() {
    assertThatThrownBy(() ->
            new ReviewedRequest(
                presentation, Decision.APPROVE, Optional.empty(), LONG_ENOUGH, false))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> new ReviewedRequest(presentation, Decision.APPROVE, Optional.empty(), 0, true))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("a denial needs nothing, and can end the session")
  void deny() {
    Facts nothing = new Facts(false, 0, Optional.empty());
    assertThat(ReviewedRequest.deny(presentation, false, Optional.empty(), nothing).decision())
        .isEqualTo(Decision.DENY);
    assertThat(ReviewedRequest.deny(presentation, true, Optional.of("no"), nothing).decision())
        .isEqualTo(Decision.DENY_AND_REVOKE);
  }

  @Test
  @DisplayName("a reason of more than 2,000 characters or a negative duration cannot be made")
  void bounds() {
    assertThatThrownBy(() ->
            ReviewedRequest.deny(
                presentation,
                false,
                Optional.of("x".repeat(2001)),
                new Facts(true, 0, Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            ReviewedRequest.deny(
                presentation, false, Optional.empty(), new Facts(true, -1, Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ReviewedRequest approve(Facts facts) {
    return ReviewedRequest.approve(presentation, Optional.empty(), facts);
  }

  private void refused(Facts facts) {
    assertThatThrownBy(() -> approve(facts)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("a reason with a character that no statement can carry cannot be made")
  void reasonsThatCannotBeSigned() {
    for (String text : new String[] {"a\u0000b", "a\ud800", "a\uffff"}) {
      assertThat(ReviewedRequest.isReason(text)).isFalse();
      assertThatThrownBy(() ->
              ReviewedRequest.deny(
                  presentation, false, Optional.of(text), new Facts(true, 0, Optional.empty())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(ReviewedRequest.isReason("Zu früh – bitte später.")).isTrue();
  }
}
