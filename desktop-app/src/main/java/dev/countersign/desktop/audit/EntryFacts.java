package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What an entry says, as named texts for search and for the formats that are read and not verified.
 *
 * @param at Unix seconds by the device's clock; 0 when the entry cannot be read
 * @param values in a fixed order; what does not apply is absent
 */
public record EntryFacts(long index, String type, long at, SequencedMap<String, String> values) {

  /** Reads them out of an entry; nothing is verified by it. */
  public static EntryFacts of(AuditEntry entry) {
    LinkedHashMap<String, String> values = new LinkedHashMap<>();
    long at =
        switch (entry.content()) {
          case Content.Begun(long time, var genesis) -> {
            values.put("device_jkt", genesis.deviceJkt());
            values.put("iss", genesis.issuer());
            yield time;
          }
          case Content.Intended(long time, Intent intent) -> {
            add(values, intent);
            yield time;
          }
          case Content.Ended ended -> {
            add(values, ended);
            yield ended.at();
          }
          case Content.Happened happened -> {
            values.put("details", text(entry.leaf()));
            yield happened.at();
          }
          case Content.Unreadable(String reason) -> {
            values.put("reason", reason);
            yield 0L;
          }
        };
    return new EntryFacts(entry.index(), entry.type(), at, values);
  }

  /** The value, or the empty text. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** Whether it is the outcome of a decision that the gateway did not count. */
  public boolean failed() {
    return type.equals("outcome")
        && !value("outcome").equals("accepted")
        && !value("outcome").equals("counted");
  }

  private static void add(Map<String, String> values, Intent intent) {
    values.put("decision", intent.decision());
    values.put("approver", intent.approver());
    values.put("device_jkt", intent.deviceJkt());
    values.put("request_sha256", intent.requestSha256().base64Url());
    values.put("display_digest", intent.displayDigest().base64Url());
    values.put("challenge_sha256", intent.challengeSha256().base64Url());
  }

  private static void add(Map<String, String> values, Content.Ended ended) {
    values.put("intent_index", Long.toString(ended.intentIndex()));
    values.put("request_sha256", ended.requestSha256().base64Url());
    values.put("outcome", word(ended.outcome()));
    proof(ended.outcome())
        .flatMap(EntryFacts::credential)
        .ifPresent(id -> values.put("credential_id", id));
    if (ended.outcome() instanceof DecisionOutcome.Refused refused) {
      values.put("code", refused.code());
    } else if (ended.outcome() instanceof DecisionOutcome.TokenFailed failed) {
      values.put("code", failed.code());
    }
    ended.request().ifPresent(wire -> addRequest(values, wire));
  }

  private static Optional<Bytes> proof(DecisionOutcome outcome) {
    return switch (outcome) {
      case DecisionOutcome.Accepted(Bytes proof, Bytes _) -> Optional.of(proof);
      case DecisionOutcome.Refused(String _, Bytes proof) -> Optional.of(proof);
      default -> Optional.empty();
    };
  }

  private static Optional<String> credential(Bytes proof) {
    try {
      return new ObjectReader(
              StrictJson.parseObject(proof.toArray()), "proof", RefusalCode.MALFORMED_PROOF)
          .reader("evidence")
          .reader("webauthn")
          .optionalString("credential_id");
    } catch (RefusedException notWebAuthn) {
      return Optional.empty();
    }
  }

  private static String word(DecisionOutcome outcome) {
    return switch (outcome) {
      case DecisionOutcome.Accepted _ -> "accepted";
      case DecisionOutcome.Refused _ -> "refused";
      case DecisionOutcome.Cancelled _ -> "cancelled";
      case DecisionOutcome.TimedOut _ -> "timed_out";
      case DecisionOutcome.TokenFailed _ -> "token_failed";
      case DecisionOutcome.Counted _ -> "counted";
      case DecisionOutcome.NotCounted _ -> "not_counted";
      case DecisionOutcome.Unknown _ -> "unknown";
    };
  }

  // The envelope is shown as the log has it; whether it verifies is a question for the verifier.
  private static void addRequest(Map<String, String> values, Bytes wire) {
    try {
      ObjectReader request =
          new ObjectReader(
              Envelope.parse(wire.toArray(), PayloadType.APPROVAL_REQUEST).json(),
              "request",
              RefusalCode.MALFORMED_JSON);
      values.put("request_id", request.string("request_id"));
      ObjectReader requester = request.reader("requester");
      values.put("requester", requester.string("id"));
      values.put("requester_type", requester.string("type"));
      on(requester, "on_behalf_of").ifPresent(id -> values.put("on_behalf_of", id));
      values.put("session_id", request.reader("session").string("id"));
      values.put("risk", request.reader("risk").string("level"));
      StringBuilder types = new StringBuilder();
      for (ObjectReader detail : request.readers("authorization_details")) {
        types.append(types.isEmpty() ? "" : " ").append(detail.string("type"));
      }
      values.put("action", types.toString());
      values.put("reason", request.string("reason"));
    } catch (RefusedException notShown) {
      values.put("request_unreadable", notShown.code().wire());
    }
  }

  private static Optional<String> on(ObjectReader reader, String name) throws RefusedException {
    return reader.has(name) ? Optional.of(reader.string(name)) : Optional.empty();
  }

  private static String text(Bytes leaf) {
    return new String(leaf.toArray(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
