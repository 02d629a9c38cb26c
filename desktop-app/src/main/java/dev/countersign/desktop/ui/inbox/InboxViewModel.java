package dev.countersign.desktop.ui.inbox;

import dev.countersign.desktop.approval.EndedItem;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.approval.InboxSnapshot;
import dev.countersign.desktop.approval.Subscription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The inbox for the FX thread: what may be opened, what was refused, and what ended lately. */
public final class InboxViewModel implements AutoCloseable {
  private static final int ENDED_SHOWN = 4;

  /**
   * One state of the page.
   *
   * @param waiting the riskiest first, then the one with the least time
   * @param refused in the order of arrival
   * @param ended newest first
   */
  public record Content(
      List<InboxItem.Approvable> waiting,
      List<InboxItem.NotApprovable> refused,
      List<EndedItem> ended) {}

  private final Consumer<InboxItem.Approvable> open;
  private final ReadOnlyObjectWrapper<Content> content =
      new ReadOnlyObjectWrapper<>(new Content(List.of(), List.of(), List.of()));
  private final Subscription subscription;

  /**
   * Follows an inbox until {@link #close()}.
   *
   * @param open shows an item for review
   */
  public InboxViewModel(Inbox inbox, Consumer<InboxItem.Approvable> open) {
    this.open = open;
    this.subscription =
        inbox.subscribe(snapshot -> Platform.runLater(() -> content.set(sorted(snapshot))));
  }

  public ReadOnlyObjectProperty<Content> content() {
    return content.getReadOnlyProperty();
  }

  /** Opens an item if it still waits; anything else cannot be opened. */
  public void open(String requestId) {
    find(requestId).ifPresent(open);
  }

  /** The waiting item with this id. */
  public Optional<InboxItem.Approvable> find(String requestId) {
    return content.get().waiting().stream()
        .filter(item -> item.requestId().equals(requestId))
        .findFirst();
  }

  @Override
  public void close() {
    subscription.close();
  }

  private static Content sorted(InboxSnapshot snapshot) {
    List<InboxItem.Approvable> waiting = new ArrayList<>();
    List<InboxItem.NotApprovable> refused = new ArrayList<>();
    for (InboxItem item : snapshot.pending()) {
      switch (item) {
        case InboxItem.Approvable approvable -> waiting.add(approvable);
        case InboxItem.NotApprovable notApprovable -> refused.add(notApprovable);
      }
    }
    waiting.sort(
        Comparator.comparing((InboxItem.Approvable it) -> it.request().request().risk().level())
            .reversed()
            .thenComparing(InboxItem.Approvable::expiresAt));
    return new Content(
        List.copyOf(waiting),
        List.copyOf(refused),
        snapshot.ended().stream().limit(ENDED_SHOWN).toList());
  }
}
