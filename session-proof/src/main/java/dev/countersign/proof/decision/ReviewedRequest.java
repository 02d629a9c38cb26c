package dev.countersign.proof.decision;

import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.request.ConfirmationPhrase;
import java.util.Optional;

/**
 * A presentation and the decision a person took on it. An approval cannot be made unless everything
 * was on screen, the review time has passed and the phrase, where required, was typed. A denial
 * needs none of it.
 *
 * @param reason the approver's own words, if any
 * @param reviewedMillis how long the request was open for review
 */
public record ReviewedRequest(
    Presentation presentation,
    Decision decision,
    Optional<String> reason,
    long reviewedMillis,
    boolean phraseTyped) {

  /** The longest decision reason, in code points. */
  public static final int MAX_REASON = 2000;

  /**
   * What the desk recorded during the review.
   *
   * @param everythingSeen whether every part of the presentation was on screen
   */
  public record Facts(boolean everythingSeen, long millis, Optional<String> typedPhrase) {}

  /** Refuses what a review has to refuse, however it was constructed. */
  public ReviewedRequest {
    if (reviewedMillis < 0 || !reason.map(ReviewedRequest::isReason).orElse(true)) {
      throw new IllegalArgumentException(
          "a review has a duration, and a reason that can be signed");
    }
    Confirmation required = presentation.request().request().confirmation();
    boolean tooShort = reviewedMillis < required.minReviewSeconds() * 1000;
    boolean phraseMissing = required.phraseRequired() && !phraseTyped;
    if (decision.isApproval() && (tooShort || phraseMissing)) {
      throw new IllegalStateException("the review does not meet what the request requires");
    }
  }

  /** Whether a text can be a decision's reason: bounded, and of characters that can be signed. */
  public static boolean isReason(String text) {
    return text.codePointCount(0, text.length()) <= MAX_REASON && StrictJson.takes(text);
  }

  /**
   * An approval.
   *
   * @throws IllegalStateException if something was not seen, or the review time or phrase is
   *     missing; callers ask first and disable approval with the reason
   */
  public static ReviewedRequest approve(
      Presentation presentation, Optional<String> reason, Facts facts) {
    if (!facts.everythingSeen()) {
      throw new IllegalStateException("not every part of the request was on screen");
    }
    return new ReviewedRequest(
        presentation, Decision.APPROVE, reason, facts.millis(), phraseTyped(presentation, facts));
  }

  /** A denial, with or without the end of the requester's session. */
  public static ReviewedRequest deny(
      Presentation presentation, boolean endSession, Optional<String> reason, Facts facts) {
    return new ReviewedRequest(
        presentation,
        endSession ? Decision.DENY_AND_REVOKE : Decision.DENY,
        reason,
        facts.millis(),
        phraseTyped(presentation, facts));
  }

  private static boolean phraseTyped(Presentation presentation, Facts facts) {
    ConfirmationPhrase phrase = ConfirmationPhrase.of(presentation.request().sha256());
    return facts.typedPhrase().filter(phrase::matches).isPresent();
  }
}
