package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.approval.EndedItem;
import dev.countersign.desktop.approval.Ending;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.approval.InboxSnapshot;
import dev.countersign.desktop.approval.Review;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.warning.Warning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One request under review: what it still lacks, and whether it still waits. FX thread only. */
public final class ReviewViewModel implements AutoCloseable {
  private final InboxItem.Approvable item;
  private final Review review;
  private final Consumer<ReviewedRequest> decide;
  private final ReadOnlyObjectWrapper<List<String>> missing =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Optional<String>> ended =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final javafx.util.Subscription ticks;
  private final Subscription changes;

  /**
   * Begins the review; its time starts now.
   *
   * @param decide takes the decision onwards to the key
   */
  public ReviewViewModel(
      InboxItem.Approvable item,
      Inbox inbox,
      Ticker ticker,
      LongSupplier nanoTime,
      Consumer<ReviewedRequest> decide) {
    this.item = item;
    this.review = new Review(item.presentation(), nanoTime);
    this.decide = decide;
    this.ticks = ticker.now().subscribe(this::check);
    this.changes = inbox.subscribe(snapshot -> Platform.runLater(() -> follow(snapshot)));
  }

  public Presentation presentation() {
    return item.presentation();
  }

  /** What to look at twice. */
  public List<Warning> warnings() {
    return item.warnings();
  }

  public Instant expiresAt() {
    return item.expiresAt();
  }

  public boolean phraseRequired() {
    return review.phraseRequired();
  }

  public boolean phraseMatches() {
    return review.phraseMatches();
  }

  /** What an approval still lacks, in words; empty when it may be given. */
  public ReadOnlyObjectProperty<List<String>> missing() {
    return missing.getReadOnlyProperty();
  }

  /** Why the request no longer waits; it can neither be approved nor denied then. */
  public ReadOnlyObjectProperty<Optional<String>> ended() {
    return ended.getReadOnlyProperty();
  }

  public int unseenCount() {
    return review.unseen().size();
  }

  /** Notes that a line was on screen. */
  void saw(LeafRow row) {
    row.leaves().forEach(leaf -> review.saw(leaf.pointer()));
    update();
  }

  /** Takes what stands in the phrase field. */
  public void typed(String phrase) {
    review.typed(phrase);
    update();
  }

  /** Approves if nothing is missing; otherwise does nothing. */
  public void approve() {
    if (ended.get().isEmpty()) {
      review.approve(Optional.empty()).ifPresent(decide);
    }
  }

  /**
   * Denies.
   *
   * @param reason the approver's words; blank means none
   */
  public void deny(String reason, boolean endSession) {
    if (ended.get().isEmpty()) {
      decide.accept(review.deny(endSession, Optional.of(reason.strip()).filter(r -> !r.isEmpty())));
    }
  }

  @Override
  public void close() {
    ticks.unsubscribe();
    changes.close();
  }

  private void check(Instant now) {
    if (!now.isBefore(item.expiresAt())) {
      end(Ending.EXPIRED.sentence());
    }
    update();
  }

  private void follow(InboxSnapshot snapshot) {
    snapshot.ended().stream()
        .filter(each -> each.item().requestId().equals(item.requestId()))
        .findFirst()
        .map(EndedItem::ending)
        .ifPresent(ending -> end(ending.sentence()));
    snapshot.pending().stream()
        .filter(each -> each.requestId().equals(item.requestId()))
        .filter(each -> !isSame(each))
        .findFirst()
        .ifPresent(_ -> end("It was replaced while you read it. Open it again from the inbox."));
  }

  private boolean isSame(InboxItem other) {
    return other instanceof InboxItem.Approvable it
        && it.request().sha256().equals(item.request().sha256());
  }

  private void end(String sentence) {
    if (ended.get().isEmpty()) {
      ended.set(Optional.of(sentence));
    }
  }

  private void update() {
    missing.set(review.missing());
  }
}
