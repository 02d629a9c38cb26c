package dev.countersign.desktop.approval;

import java.util.List;

/**
 * What the inbox holds at one moment.
 *
 * @param pending in the order of arrival
 * @param ended the most recent endings, newest first
 */
public record InboxSnapshot(List<InboxItem> pending, List<EndedItem> ended) {
  public InboxSnapshot {
    pending = List.copyOf(pending);
    ended = List.copyOf(ended);
  }
}
