package dev.countersign.gateway.feed;

import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.FeedEvent;
import java.time.Duration;
import java.util.List;

/** The gapless, commit-ordered sequence of hints. */
public final class Feed {

  /** Most events of one page. */
  public static final int PAGE = 200;

  /**
   * A part of the sequence.
   *
   * @param next read on after this sequence number
   */
  public record Page(List<FeedEvent> events, long next) {
    public Page {
      events = List.copyOf(events);
    }
  }

  private final ApprovalStore store;

  public Feed(ApprovalStore store) {
    this.store = store;
  }

  /** The sequence number of the newest event, 0 before the first. */
  public long position() {
    return store.feed().position();
  }

  /** What is there after a sequence number, at once. */
  public Page read(long after) {
    List<FeedEvent> events = store.feed().read(after, PAGE);
    return new Page(events, events.isEmpty() ? after : events.getLast().seq());
  }

  /**
   * Like {@link #read}, but when there is nothing yet waits for it, at most {@code wait}.
   *
   * @throws InterruptedException when the waiting thread is cancelled
   */
  public Page await(long after, Duration wait) throws InterruptedException {
    Page page = read(after);
    if (!page.events().isEmpty() || wait.isZero()) {
      return page;
    }
    store.feed().awaitAfter(after, wait);
    return read(after);
  }
}
