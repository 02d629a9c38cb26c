package dev.countersign.desktop.approval;

import java.time.Instant;

/** An item that no longer waits for a decision, and why. */
public record EndedItem(InboxItem item, Ending ending, Instant at) {}
