package dev.countersign.desktop.ui.history;

/**
 * Whether what a story was told from is in the log's tree as it was written. It is computed when
 * the story is opened: from the bytes read for it, up to the root of the log.
 *
 * @param inTree whether each of its entries is
 * @param last the newest of its entries
 */
public record EntryStanding(boolean inTree, long last) {}
