package dev.countersign.desktop.approval;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.warning.Warning;
import dev.countersign.proof.presentation.warning.Warnings;
import dev.countersign.proof.request.VerifiedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something the gateway put before this approver. */
public sealed interface InboxItem {

  /** The gateway's id of the request; for {@link NotApprovable} it is only what the feed said. */
  String requestId();

  Instant arrivedAt();

  /**
   * A request that was verified and presented, and therefore may be reviewed and decided.
   *
   * @param warnings what to look at twice; advice, not signed
   */
  record Approvable(Presentation presentation, List<Warning> warnings, Instant arrivedAt)
      implements InboxItem {
    public Approvable {
      warnings = List.copyOf(warnings);
    }

    /** Looks for warnings here: not for the window's thread, which this may keep waiting. */
    public Approvable(Presentation presentation, Instant arrivedAt) {
      this(presentation, Warnings.of(presentation), arrivedAt);
    }

    public VerifiedRequest request() {
      return presentation.request();
    }

    @Override
    public String requestId() {
      return request().request().requestId();
    }

    /** The first instant at which it can no longer be decided. */
    public Instant expiresAt() {
      return Instant.ofEpochSecond(request().request().expiresAt());
    }

    /** The time left, never negative. */
    public Duration left(Instant now) {
      Duration left = Duration.between(now, expiresAt());
      return left.isNegative() ? Duration.ZERO : left;
    }
  }

  /**
   * Bytes that did not pass. Nothing of their content is kept, so nothing of it can be shown or
   * decided.
   *
   * @param sentence what is wrong, in our words
   */
  record NotApprovable(String requestId, RefusalCode code, String sentence, Instant arrivedAt)
      implements InboxItem {}
}
