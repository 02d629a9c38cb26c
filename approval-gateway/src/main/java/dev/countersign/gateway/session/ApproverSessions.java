package dev.countersign.gateway.session;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Outcome.Nothing;
import dev.countersign.gateway.store.ApprovalStore;
import java.time.InstantSource;

/** The sessions in which devices act for their approvers. */
@SuppressWarnings("DoNotCallSuggester")
public final class ApproverSessions {

  /** A live approver session; times are Unix seconds. */
  public record Open(String sessionId, String approver, String deviceJkt, long expiresAt) {}

  public ApproverSessions(ApprovalStore store, Ids ids, InstantSource clock) {}

  /** Continues the device's live session or starts one; called when it obtains a token. */
  public Outcome<Open> open(String deviceJkt) {
    throw new UnsupportedOperationException();
  }

  /** The session if it, its device and its approver are all valid now; called on every call. */
  public Outcome<Open> current(String sessionId, String deviceJkt) {
    throw new UnsupportedOperationException();
  }

  /** Ends a session. */
  public Outcome<Nothing> end(String sessionId, String deviceJkt) {
    throw new UnsupportedOperationException();
  }
}
