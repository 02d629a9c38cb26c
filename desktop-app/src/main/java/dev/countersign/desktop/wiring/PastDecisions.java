package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.EntryFacts;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.desktop.ui.history.HistoryEntry;
import dev.countersign.desktop.ui.history.HistoryEntry.Fact;
import dev.countersign.desktop.ui.history.HistoryEntry.Kind;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.VerifiedRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads decisions back from the audit log: each intent with its outcome, newest first. */
final class PastDecisions {
  private static final int NEWEST = 400;

  private final AuditLog log;
  private final GatewayKeys pinned;

  PastDecisions(AuditLog log, GatewayKeys pinned) {
    this.log = log;
    this.pinned = pinned;
  }

  /** One decision; the request and receipt only where the log has them and they verify. */
  record Past(
      long intentEntry,
      long at,
      Intent intent,
      Optional<AuditEntry> end,
      Optional<Content.Ended> outcome,
      Optional<VerifiedRequest> request,
      Optional<Receipt> receipt) {}

  List<Past> newest() {
    Map<Long, AuditEntry> ends = new HashMap<>();
    List<Past> past = new ArrayList<>();
    for (AuditEntry entry : log.entries(log.head().size(), NEWEST)) {
      switch (entry.content()) {
        // Newest first: an "unknown" that was settled later has its settled outcome already.
        case Content.Ended ended -> ends.putIfAbsent(ended.intentIndex(), entry);
        case Content.Intended intended ->
            past.add(past(entry.index(), intended, Optional.ofNullable(ends.get(entry.index()))));
        case Content.Begun _, Content.Happened _, Content.Unreadable _ -> {}
      }
    }
    return past;
  }

  /** The decision of an intent; empty if there is none with this number. */
  Optional<Past> at(long intentEntry, OptionalLong outcomeEntry) {
    Optional<AuditEntry> end =
        outcomeEntry.isPresent() ? entry(outcomeEntry.getAsLong()) : Optional.empty();
    return entry(intentEntry).flatMap(intent -> of(intent, end));
  }

  /** The decision that these entries tell; empty if the first is no intent. */
  Optional<Past> of(AuditEntry intent, Optional<AuditEntry> end) {
    Optional<AuditEntry> its =
        end.filter(entry ->
            entry.content() instanceof Content.Ended ended
                && ended.intentIndex() == intent.index());
    return intent.content() instanceof Content.Intended intended
        ? Optional.of(past(intent.index(), intended, its))
        : Optional.empty();
  }

  /** An entry, read now; empty if there is none with this number. */
  Optional<AuditEntry> entry(long index) {
    return log.entries(index + 1, 1).stream().filter(entry -> entry.index() == index).findFirst();
  }

  private Past past(long index, Content.Intended intended, Optional<AuditEntry> end) {
    Optional<Content.Ended> outcome = end.map(entry -> (Content.Ended) entry.content());
    Optional<VerifiedRequest> request =
        outcome.flatMap(Content.Ended::request).flatMap(this::request);
    Optional<Receipt> receipt =
        outcome.flatMap(ended -> receipt(ended.outcome(), intended.intent()));
    return new Past(index, intended.at(), intended.intent(), end, outcome, request, receipt);
  }

  private Optional<VerifiedRequest> request(Bytes wire) {
    try {
      return Optional.of(VerifiedRequest.verify(wire.toArray(), pinned));
    } catch (RefusedException doesNotVerify) {
      return Optional.empty();
    }
  }

  private Optional<Receipt> receipt(DecisionOutcome outcome, Intent intent) {
    try {
      if (outcome instanceof DecisionOutcome.Counted(Bytes wire)) {
        return Optional.of(
            Receipt.verify(wire.toArray(), pinned, new Digest(intent.requestSha256())));
      }
      if (!(outcome instanceof DecisionOutcome.Accepted(Bytes proof, Bytes receipt))) {
        return Optional.empty();
      }
      byte[] statement = ApprovalProof.parse(proof.toArray()).statement().toArray();
      return Optional.of(
          Receipt.verify(
              receipt.toArray(),
              pinned,
              new Digest(intent.requestSha256()),
              DecisionStatement.challenge(statement)));
    } catch (RefusedException doesNotVerify) {
      return Optional.empty();
    }
  }

  /** A decision in the words of the history page. */
  static HistoryEntry story(Past past) {
    return new HistoryEntry(
        past.request()
            .map(each -> each.request().requestId())
            .orElse("entry-" + past.intentEntry()),
        past.request()
            .map(PastDecisions::headline)
            .orElse("A request whose text the log does not hold"),
        kind(past.intent().decision()),
        Instant.ofEpochSecond(past.at()),
        past.intentEntry(),
        past.end().map(entry -> OptionalLong.of(entry.index())).orElse(OptionalLong.empty()),
        past.outcome().map(ended -> outcome(ended.outcome())),
        facts(past));
  }

  static String headline(VerifiedRequest request) {
    try {
      return Presentation.of(request).headline();
    } catch (RefusedException unknownTemplate) {
      return "A request that this version cannot show";
    }
  }

  private static Kind kind(String decision) {
    return switch (decision) {
      case "approve" -> Kind.APPROVE;
      case "deny" -> Kind.DENY;
      default -> Kind.DENY_AND_REVOKE;
    };
  }

  private static HistoryEntry.Outcome outcome(DecisionOutcome outcome) {
    return switch (outcome) {
      case DecisionOutcome.Accepted _ ->
          new HistoryEntry.Outcome(true, "The gateway verified the proof and gave a receipt.");
      case DecisionOutcome.Refused refused ->
          new HistoryEntry.Outcome(false, "The gateway refused it (" + refused.code() + ").");
      case DecisionOutcome.Cancelled _ ->
          new HistoryEntry.Outcome(false, "Cancelled before anything was sent.");
      case DecisionOutcome.TimedOut _ ->
          new HistoryEntry.Outcome(false, "Time ran out before anything was sent.");
      case DecisionOutcome.TokenFailed failed ->
          new HistoryEntry.Outcome(false, "The key did not sign (" + failed.code() + ").");
      case DecisionOutcome.Counted _ ->
          new HistoryEntry.Outcome(
              true, "The program ended before the outcome was known; the gateway had counted it.");
      case DecisionOutcome.NotCounted _ ->
          new HistoryEntry.Outcome(
              false, "The program ended before anything was sent; the gateway counted nothing.");
      case DecisionOutcome.Unknown _ ->
          new HistoryEntry.Outcome(false, "The program ended before the outcome was known.");
    };
  }

  private static List<Fact> facts(Past past) {
    List<Fact> facts = new ArrayList<>();
    past.request().ifPresent(request -> asked(facts, request));
    facts.add(new Fact("shown as (display_digest)", past.intent().displayDigest().base64Url()));
    facts.add(new Fact("decided by", past.intent().approver()));
    facts.add(new Fact("on device", past.intent().deviceJkt()));
    past.end().ifPresent(end -> signed(facts, EntryFacts.of(end), past));
    past.receipt()
        .ifPresent(receipt -> {
          facts.add(new Fact("receipt number", Long.toString(receipt.sequence())));
          facts.add(new Fact("assurance", receipt.assurance().wire()));
          facts.add(
              new Fact("verified at", Instant.ofEpochSecond(receipt.verifiedAt()).toString()));
        });
    return facts;
  }

  private static void asked(List<Fact> facts, VerifiedRequest verified) {
    var request = verified.request();
    facts.add(new Fact("asked by", request.requester().id()));
    request.requester().onBehalfOf().ifPresent(whom -> facts.add(new Fact("on behalf of", whom)));
    facts.add(new Fact("in session", request.session().id()));
    facts.add(new Fact("reason, their words", request.reason()));
  }

  private static void signed(List<Fact> facts, EntryFacts end, Past past) {
    facts.add(new Fact("request_sha256", past.intent().requestSha256().base64Url()));
    if (!end.value("credential_id").isEmpty()) {
      facts.add(new Fact("signed by key", end.value("credential_id")));
    }
    past.outcome()
        .flatMap(ended -> statement(ended.outcome()))
        .ifPresent(statement -> {
          facts.add(new Fact("signed decision", statement.decision().wire()));
          facts.add(new Fact("signed log head", statement.log().size() + " entries"));
        });
  }

  private static Optional<DecisionStatement> statement(DecisionOutcome outcome) {
    Bytes proof =
        switch (outcome) {
          case DecisionOutcome.Accepted accepted -> accepted.proof();
          case DecisionOutcome.Refused refused -> refused.proof();
          default -> Bytes.of(new byte[0]);
        };
    try {
      return Optional.of(
          DecisionStatement.parse(ApprovalProof.parse(proof.toArray()).statement().toArray()));
    } catch (RefusedException unreadable) {
      return Optional.empty();
    }
  }
}
