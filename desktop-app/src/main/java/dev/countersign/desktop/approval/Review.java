package dev.countersign.desktop.approval;

import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.request.ConfirmationPhrase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What one approver has seen and typed of one request. It says in words what an approval still
 * lacks. Confined to one thread (the window's). The review time begins when it is made.
 */
public final class Review {
  private final Presentation presentation;
  private final LongSupplier nanoTime;
  private final long began;
  private final Set<String> unseen;
  private Optional<String> typed = Optional.empty();

  /**
   * Begins a review.
   *
   * @param nanoTime a clock that never jumps, {@link System#nanoTime}
   */
  public Review(Presentation presentation, LongSupplier nanoTime) {
    this.presentation = presentation;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
    this.unseen = new LinkedHashSet<>();
    presentation.leaves().forEach(leaf -> unseen.add(leaf.pointer()));
  }

  public Presentation presentation() {
    return presentation;
  }

  /** Notes that the leaf with this pointer was on screen. */
  public void saw(String pointer) {
    unseen.remove(pointer);
  }

  /** The pointers of the leaves that were not on screen yet. */
  public Set<String> unseen() {
    return Set.copyOf(unseen);
  }

  /** Takes what stands in the phrase field now. */
  public void typed(String phrase) {
    typed = Optional.of(phrase);
  }

  /** Whether this request asks for the phrase. */
  public boolean phraseRequired() {
    return confirmation().phraseRequired();
  }

  /** Whether the phrase in the field is the right one. */
  public boolean phraseMatches() {
    ConfirmationPhrase phrase = ConfirmationPhrase.of(presentation.request().sha256());
    return typed.filter(phrase::matches).isPresent();
  }

  private boolean typedAsManyWords() {
    return typed.map(String::strip).filter(text -> text.split("\\s+").length >= 4).isPresent();
  }

  /** How long the review has lasted, in milliseconds. */
  public long reviewedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - began);
  }

  /** What an approval still lacks, in words for the disabled button; empty when nothing. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!unseen.isEmpty()) {
      missing.add(unseen.size() == 1 ? "1 part unseen" : unseen.size() + " parts unseen");
    }
    long seconds = secondsLeft();
    if (seconds > 0) {
      missing.add(seconds == 1 ? "1 more second of review" : seconds + " more seconds of review");
    }
    if (phraseRequired() && !phraseMatches()) {
      missing.add(
          typedAsManyWords()
              ? "the phrase is not the one of this request"
              : "the phrase shown to the requester is not typed yet");
    }
    return List.copyOf(missing);
  }

  /**
   * The approval, with the approver's own words if any.
   *
   * @return empty while {@link #missing()} is not
   */
  public Optional<ReviewedRequest> approve(Optional<String> reason) {
    return missing().isEmpty()
        ? Optional.of(ReviewedRequest.approve(presentation, reason, facts()))
        : Optional.empty();
  }

  /** A denial; it needs nothing. */
  public ReviewedRequest deny(boolean endSession, Optional<String> reason) {
    return ReviewedRequest.deny(presentation, endSession, reason, facts());
  }

  private ReviewedRequest.Facts facts() {
    return new ReviewedRequest.Facts(unseen.isEmpty(), reviewedMillis(), typed);
  }

  private Confirmation confirmation() {
    return presentation.request().request().confirmation();
  }

  private long secondsLeft() {
    long needed = confirmation().minReviewSeconds() * 1000;
    return Math.max(0, (needed - reviewedMillis() + 999) / 1000);
  }
}
