package dev.countersign.desktop.ui.sessions;

import java.time.Instant;

/**
 * An approval given from this desk whose grant may still be in use.
 *
 * @param headline the request in one sentence
 * @param sessionId the requester session it belongs to
 * @param usableUntil the latest moment at which the executor can redeem it
 */
public record LiveGrant(
    String requestId, String headline, String sessionId, Instant approvedAt, Instant usableUntil) {}
