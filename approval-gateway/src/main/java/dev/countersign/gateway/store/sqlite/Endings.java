package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.RequestState;
import java.sql.SQLException;
import java.util.List;

/** What ends with something else, inside the transaction of that ending. */
final class Endings {
  /** A grant with a detail that nobody redeemed; expects the alias {@code g}. */
  private static final String UNREDEEMED =
      " g.revoked = 0 AND g.expires_at > ? AND g.uses >"
          + " (SELECT count(*) FROM redemption d WHERE d.grant_id = g.id)";

  private Endings() {}

  /** Ends a requester session: its pending requests and unredeemed grants are revoked. */
  static boolean session(Sql sql, String sessionId, long now) throws SQLException {
    if (!sql.exists("SELECT 1 FROM requester_session WHERE id = ?", sessionId)) {
      return false;
    }
    sql.update("UPDATE requester_session SET ended = 1 WHERE id = ?", sessionId);
    List<String> open =
        sql.list(
            row -> row.text("id"),
            "SELECT id FROM request WHERE session_id = ? AND state IN ('pending', 'approved')",
            sessionId);
    for (String requestId : open) {
      if (!pendingRequest(sql, requestId, RequestState.REVOKED, FeedEvent.Kind.REVOKED, now)
          && !grant(sql, requestId, now)) {
        // Used up, and yet its children in other sessions must not outlive this one.
        Chains.endChildren(sql, requestId, now);
      }
    }
    return true;
  }

  /** Closes a request that is pending; false if it is not. */
  static boolean pendingRequest(
      Sql sql, String requestId, RequestState state, FeedEvent.Kind event, long now)
      throws SQLException {
    int closed =
        sql.update(
            "UPDATE request SET state = ?, decided_at = ? WHERE id = ? AND state = 'pending'",
            state.wire(),
            now,
            requestId);
    if (closed == 1) {
      SqliteFeed.append(sql, event, requestId);
    }
    return closed == 1;
  }

  /** Revokes an approval that can still be used, with what came of it; false if there is none. */
  static boolean grant(Sql sql, String requestId, long now) throws SQLException {
    if (!usable(sql, requestId, now)) {
      return false;
    }
    sql.update("UPDATE issued_grant SET revoked = 1 WHERE request_id = ?", requestId);
    sql.update("UPDATE request SET state = 'revoked' WHERE id = ?", requestId);
    SqliteFeed.append(sql, FeedEvent.Kind.REVOKED, requestId);
    Chains.endChildren(sql, requestId, now);
    return true;
  }

  /** Whether an approval can still be used: by its grant, or by children. */
  static boolean usable(Sql sql, String requestId, long now) throws SQLException {
    return sql.exists(
            "SELECT 1 FROM issued_grant g WHERE g.request_id = ? AND" + UNREDEEMED, requestId, now)
        || Chains.delegates(sql, requestId, now);
  }
}
