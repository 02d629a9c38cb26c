package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.IntentLeaf;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.util.Optional;

/** Reads entry bytes for history; what it cannot read stays visible as unreadable. */
final class EntryReader {
  /** Largest entry in bytes: a request, a proof and a receipt fit. */
  static final int MAX_BYTES = 256 * 1024;

  private static final int SALT_BYTES = 16;

  private EntryReader() {}

  static AuditEntry read(long index, Bytes leaf) {
    try {
      return new AuditEntry(index, leaf, content(leaf));
    } catch (RefusedException refused) {
      String reason = String.valueOf(refused.getMessage());
      return new AuditEntry(index, leaf, new Content.Unreadable(reason));
    }
  }

  private static Content content(Bytes leaf) throws RefusedException {
    ObjectReader in =
        new ObjectReader(
            StrictJson.parseObject(leaf.toArray(), MAX_BYTES), "entry", RefusalCode.MALFORMED_JSON);
    String type = in.string("type");
    if (type.equals(IntentLeaf.TYPE)) {
      return intended(leaf);
    }
    in.bytes("salt", SALT_BYTES);
    Content content =
        switch (type) {
          case "genesis" -> genesis(in);
          case "outcome" -> ended(in);
          default -> happened(type, in);
        };
    in.end();
    return content;
  }

  private static Content genesis(ObjectReader in) throws RefusedException {
    if (in.integer("format") != EntryWriter.FORMAT) {
      throw in.refused("format", "is not known to this version");
    }
    Genesis genesis =
        new Genesis(in.identifier("origin"), in.identifier("device_jkt"), in.string("iss"));
    return new Content.Begun(in.unsigned("at"), genesis);
  }

  private static Content intended(Bytes entry) throws RefusedException {
    IntentLeaf leaf = IntentLeaf.parse(entry.toArray());
    Intent intent =
        new Intent(
            leaf.requestSha256().value(),
            leaf.displayDigest().value(),
            leaf.decision().wire(),
            leaf.approver(),
            leaf.deviceJkt(),
            leaf.challengeSha256().value());
    return new Content.Intended(leaf.at(), intent);
  }

  private static Content ended(ObjectReader in) throws RefusedException {
    DecisionOutcome outcome = outcome(in);
    Optional<Bytes> request =
        in.has("request") ? Optional.of(in.bytes("request")) : Optional.empty();
    return new Content.Ended(
        in.unsigned("at"),
        in.unsigned("intent_index"),
        in.bytes("request_sha256", 32),
        outcome,
        request);
  }

  private static DecisionOutcome outcome(ObjectReader in) throws RefusedException {
    return switch (in.string("outcome")) {
      case "accepted" -> new DecisionOutcome.Accepted(in.bytes("proof"), in.bytes("receipt"));
      case "refused" -> new DecisionOutcome.Refused(in.string("code"), in.bytes("proof"));
      case "cancelled" -> new DecisionOutcome.Cancelled();
      case "timed_out" -> new DecisionOutcome.TimedOut();
      case "token_failed" -> new DecisionOutcome.TokenFailed(in.string("code"));
      case "counted" -> new DecisionOutcome.Counted(in.bytes("receipt"));
      case "not_counted" -> new DecisionOutcome.NotCounted();
      case "unknown" -> new DecisionOutcome.Unknown();
      default -> throw in.refused("outcome", "is not known to this version");
    };
  }

  private static Content happened(String type, ObjectReader in) throws RefusedException {
    EventType known =
        EventType.fromWire(type)
            .orElseThrow(() -> in.refused("type", "is not known to this version"));
    return new Content.Happened(in.unsigned("at"), EventCodec.read(known, in.reader("details")));
  }
}
