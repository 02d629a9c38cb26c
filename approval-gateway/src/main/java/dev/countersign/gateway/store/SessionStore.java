package dev.countersign.gateway.store;

import java.util.Optional;

/** Requester sessions and approver sessions. */
public interface SessionStore {
  void start(SessionRecord session);

  Optional<SessionRecord> session(String id);

  /**
   * Ends a requester session, revokes its pending requests and unused grants, and says so in the
   * feed, in one transaction.
   *
   * @return false if there is no such session; ending it again changes nothing
   */
  boolean end(String sessionId);

  void start(ApproverSessionRecord session);

  Optional<ApproverSessionRecord> approverSession(String id);

  /** The newest session of a device that is alive under the store's clock. */
  Optional<ApproverSessionRecord> liveApproverSession(String deviceJkt);

  boolean endApproverSession(String id);
}
