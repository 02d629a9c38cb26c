package dev.countersign.desktop.audit;

import java.util.OptionalLong;

/**
 * A decision as the search finds it. The entries themselves tell the story.
 *
 * @param intentEntry number of the intent
 * @param outcomeEntry number of the newest outcome; empty while it is open
 * @param at when the intent was recorded, Unix seconds
 * @param outcome {@code open}, or the outcome's word
 * @param requestId empty when the log does not hold the request
 */
public record HistoryRow(
    long intentEntry,
    OptionalLong outcomeEntry,
    long at,
    String decision,
    String outcome,
    String requestId,
    String requester,
    String action) {}
