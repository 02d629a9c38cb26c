package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.CloseOutcome;
import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.PublishOutcome;
import dev.countersign.gateway.store.Relations;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.gateway.store.RequestStore;
import dev.countersign.proof.RefusalCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Published requests. */
final class SqliteRequests implements RequestStore {
  private static final String BY_ID = "SELECT * FROM request WHERE id = ?";

  private final Ledger ledger;

  SqliteRequests(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public PublishOutcome publish(RequestRecord request, Relations relations, Attempt attempt) {
    return ledger.write(sql -> {
      PublishOutcome outcome = publish(sql, request, relations);
      if (outcome instanceof PublishOutcome.Published) {
        SqliteAttempts.record(sql, attempt, ledger.now());
      }
      return outcome;
    });
  }

  private PublishOutcome publish(Sql sql, RequestRecord request, Relations relations)
      throws SQLException {
    Optional<RequestRecord> first = byAsk(sql, request.sessionId(), request.askId());
    if (first.isPresent()) {
      return new PublishOutcome.AskRepeated(first.get());
    }
    if (!SqliteSessions.session(sql, request.sessionId())
        .filter(session -> session.aliveAt(ledger.now()))
        .isPresent()) {
      return new PublishOutcome.SessionEnded();
    }
    if (!Epochs.current(sql).equals(request.epoch())) {
      return new PublishOutcome.StaleEpoch();
    }
    if (relations.parent().isPresent()) {
      Optional<RefusalCode> notAChild =
          Chains.publishRefusal(sql, relations.parent().get(), ledger.now());
      if (notAChild.isPresent()) {
        return new PublishOutcome.NotAChild(notAChild.get());
      }
    }
    Optional<String> supersedes = relations.supersedes();
    if (supersedes.isPresent() && !supersede(sql, request.sessionId(), supersedes.get())) {
      return new PublishOutcome.NothingToSupersede();
    }
    insert(sql, request);
    Chains.insert(sql, request.id(), relations);
    SqliteFeed.append(sql, FeedEvent.Kind.PENDING, request.id());
    return new PublishOutcome.Published();
  }

  // A session is bound to one key, so the same session is also the same cnf.
  private boolean supersede(Sql sql, String sessionId, String superseded) throws SQLException {
    long now = ledger.now();
    return sql.exists(
            "SELECT 1 FROM request WHERE id = ? AND session_id = ? AND expires_at > ?",
            superseded,
            sessionId,
            now)
        && Endings.pendingRequest(
            sql, superseded, RequestState.SUPERSEDED, FeedEvent.Kind.WITHDRAWN, now);
  }

  private static void insert(Sql sql, RequestRecord request) throws SQLException {
    sql.update(
        "INSERT INTO request VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        request.id(),
        request.sha256(),
        request.envelope(),
        request.askId(),
        request.askEnvelopeSha256(),
        request.sessionId(),
        request.epoch(),
        request.executor(),
        request.issuedAt(),
        request.expiresAt(),
        RequestState.PENDING.wire(),
        request.decidedAt(),
        request.correlationId());
  }

  @Override
  public long approvedChildren(String parentId, String type, String except) {
    return ledger.read(sql -> Chains.children(sql, parentId, type, false, except));
  }

  @Override
  public Optional<RequestRecord> find(String id) {
    return ledger.read(sql -> find(sql, id));
  }

  static Optional<RequestRecord> find(Sql sql, String id) throws SQLException {
    return sql.one(SqliteRequests::request, BY_ID, id);
  }

  @Override
  public Optional<RequestRecord> findByAsk(String sessionId, String askId) {
    return ledger.read(sql -> byAsk(sql, sessionId, askId));
  }

  private static Optional<RequestRecord> byAsk(Sql sql, String sessionId, String askId)
      throws SQLException {
    return sql.one(
        SqliteRequests::request,
        "SELECT * FROM request WHERE session_id = ? AND ask_id = ?",
        sessionId,
        askId);
  }

  private static RequestRecord request(Row row) throws SQLException {
    return new RequestRecord(
        row.text("id"),
        row.digest("sha256"),
        row.bytes("envelope"),
        row.text("ask_id"),
        row.digest("ask_envelope_sha256"),
        row.text("session_id"),
        row.bytes("epoch"),
        row.text("executor"),
        row.number("issued_at"),
        row.number("expires_at"),
        RequestState.ofWire(row.text("state")),
        row.optionalNumber("decided_at"),
        row.text("correlation_id"));
  }

  @Override
  public List<String> pending() {
    return ledger.read(sql ->
        sql.list(
            row -> row.text("id"),
            "SELECT id FROM request WHERE state = 'pending' AND expires_at > ? ORDER BY rowid",
            ledger.now()));
  }

  @Override
  public CloseOutcome withdraw(String id) {
    return ledger.write(sql -> {
      Optional<RequestRecord> found = find(sql, id);
      if (found.isEmpty()) {
        return new CloseOutcome.Unknown();
      }
      long now = ledger.now();
      if (found.get().state() == RequestState.PENDING && found.get().expiresAt() <= now) {
        expire(sql, id, now);
        return new CloseOutcome.Already(RequestState.EXPIRED);
      }
      return Endings.pendingRequest(sql, id, RequestState.WITHDRAWN, FeedEvent.Kind.WITHDRAWN, now)
          ? new CloseOutcome.Closed()
          : new CloseOutcome.Already(found.get().state());
    });
  }

  @Override
  public int expireOverdue() {
    // Most calls find nothing: they must not take the writer's turn.
    if (overdue().isEmpty()) {
      return 0;
    }
    return ledger.write(sql -> {
      long now = ledger.now();
      int closed = 0;
      for (String id : overdue(sql, now)) {
        if (expire(sql, id, now)) {
          closed++;
        }
      }
      return closed;
    });
  }

  static boolean expire(Sql sql, String id, long now) throws SQLException {
    return Endings.pendingRequest(sql, id, RequestState.EXPIRED, FeedEvent.Kind.EXPIRED, now);
  }

  private List<String> overdue() {
    return ledger.read(sql -> overdue(sql, ledger.now()));
  }

  private static List<String> overdue(Sql sql, long now) throws SQLException {
    return sql.list(
        row -> row.text("id"),
        "SELECT id FROM request WHERE state = 'pending' AND expires_at <= ? ORDER BY expires_at",
        now);
  }
}
