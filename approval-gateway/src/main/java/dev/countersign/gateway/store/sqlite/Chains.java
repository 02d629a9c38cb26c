package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.Relations;
import dev.countersign.gateway.store.Relations.ChildOf;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parents and children among requests, inside the transaction that asks. */
final class Chains {
  private Chains() {}

  static void insert(Sql sql, String requestId, Relations relations) throws SQLException {
    if (relations.delegates()) {
      sql.update("INSERT INTO delegating VALUES (?)", requestId);
    }
    if (relations.parent().isPresent()) {
      ChildOf child = relations.parent().get();
      for (Map.Entry<String, Long> each : child.maxChildren().entrySet()) {
        sql.update(
            "INSERT INTO child VALUES (?, ?, ?, ?)",
            requestId,
            child.requestId(),
            each.getKey(),
            each.getValue());
      }
    }
  }

  /** What now speaks against approving a request, or redeeming what it was approved for. */
  static Optional<RefusalCode> refusal(Sql sql, String requestId, long now) throws SQLException {
    Optional<String> parent = parent(sql, requestId);
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    Optional<RefusalCode> ended = ended(sql, parent.get(), now);
    return ended.isPresent() || !isFull(sql, requestId)
        ? ended
        : Optional.of(RefusalCode.TOO_MANY_CHILDREN);
  }

  /** What speaks against publishing a child: here pending siblings take up room, too. */
  static Optional<RefusalCode> publishRefusal(Sql sql, ChildOf child, long now)
      throws SQLException {
    Optional<RefusalCode> ended = ended(sql, child.requestId(), now);
    if (ended.isPresent()) {
      return ended;
    }
    for (Map.Entry<String, Long> each : child.maxChildren().entrySet()) {
      long taken = children(sql, child.requestId(), each.getKey(), true, "");
      if (taken >= each.getValue()) {
        return Optional.of(RefusalCode.TOO_MANY_CHILDREN);
      }
    }
    return Optional.empty();
  }

  /** Whether a parent, or one above it, is no longer approved and live. */
  private static Optional<RefusalCode> ended(Sql sql, String parentId, long now)
      throws SQLException {
    Bytes epoch = Epochs.current(sql);
    Optional<String> above = Optional.of(parentId);
    while (above.isPresent()) {
      Optional<RequestRecord> parent = SqliteRequests.find(sql, above.get());
      if (parent.isEmpty()) {
        return Optional.of(RefusalCode.UNKNOWN_PARENT);
      }
      boolean sessionLives =
          SqliteSessions.session(sql, parent.get().sessionId())
              .filter(session -> session.aliveAt(now))
              .isPresent();
      if (!sessionLives
          || parent.get().state() != RequestState.APPROVED
          || parent.get().expiresAt() <= now
          || !parent.get().epoch().equals(epoch)) {
        return Optional.of(RefusalCode.PARENT_NOT_LIVE);
      }
      above = parent(sql, above.get());
    }
    return Optional.empty();
  }

  private static Optional<String> parent(Sql sql, String requestId) throws SQLException {
    return sql.one(
        row -> row.text("parent_id"),
        "SELECT DISTINCT parent_id FROM child WHERE request_id = ?",
        requestId);
  }

  private static boolean isFull(Sql sql, String requestId) throws SQLException {
    return sql.exists(
        """
        SELECT 1 FROM child c WHERE c.request_id = ? AND c.max_children <=
          (SELECT count(*) FROM child s JOIN request r ON r.id = s.request_id
           WHERE s.parent_id = c.parent_id AND s.type = c.type AND s.request_id <> c.request_id
             AND r.state = 'approved')
        """,
        requestId);
  }

  /** How many approved children of a type there are, or approved and pending ones. */
  static long children(Sql sql, String parentId, String type, boolean withPending, String except)
      throws SQLException {
    return sql.number(
        """
        SELECT count(*) AS n FROM child s JOIN request r ON r.id = s.request_id
        WHERE s.parent_id = ? AND s.type = ? AND s.request_id <> ? AND r.state IN (?, ?)
        """,
        parentId,
        type,
        except,
        RequestState.APPROVED.wire(),
        (withPending ? RequestState.PENDING : RequestState.APPROVED).wire());
  }

  /** Ends what came of a request that has ended: undecided children and unredeemed grants. */
  static void endChildren(Sql sql, String parentId, long now) throws SQLException {
    List<String> open =
        sql.list(
            row -> row.text("request_id"),
            """
            SELECT DISTINCT c.request_id FROM child c JOIN request r ON r.id = c.request_id
            WHERE c.parent_id = ? AND r.state IN ('pending', 'approved')
            """,
            parentId);
    for (String child : open) {
      boolean undecided =
          Endings.pendingRequest(sql, child, RequestState.REVOKED, FeedEvent.Kind.REVOKED, now);
      if (!undecided && !Endings.grant(sql, child, now)) {
        endChildren(sql, child, now);
      }
    }
  }

  /** Whether children may still be asked for. */
  static boolean delegates(Sql sql, String requestId, long now) throws SQLException {
    return sql.exists(
        """
        SELECT 1 FROM delegating d JOIN request r ON r.id = d.request_id
        WHERE d.request_id = ? AND r.state = 'approved' AND r.expires_at > ?
        """,
        requestId,
        now);
  }
}
