package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.IntentLeaf;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes the bytes of entries: compact JSON, members in the order of {@code docs/audit-log.md}, 16
 * random bytes last so that a leaf hash tells nothing about an entry that is withheld.
 */
final class EntryWriter {
  static final int FORMAT = 1;
  private static final int SALT_BYTES = 16;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  EntryWriter(InstantSource clock) {
    this.clock = clock;
  }

  Bytes genesis(Genesis genesis) {
    return salted(
        timed("genesis")
            .put("format", FORMAT)
            .put("origin", genesis.origin())
            .put("device_jkt", genesis.deviceJkt())
            .put("iss", genesis.issuer()));
  }

  /** The leaf that the gateway reads as well, so its form is that of the shared type. */
  Bytes intent(Intent intent) {
    IntentLeaf leaf =
        new IntentLeaf(
            now(),
            new Digest(intent.requestSha256()),
            new Digest(intent.displayDigest()),
            intent.word(),
            intent.approver(),
            intent.deviceJkt(),
            new Digest(intent.challengeSha256()),
            salt());
    return Bytes.of(leaf.bytes());
  }

  Bytes outcome(
      long intentIndex, Bytes requestSha256, DecisionOutcome outcome, Optional<Bytes> request) {
    JsonObject.Builder entry =
        timed("outcome").put("intent_index", intentIndex).put("request_sha256", requestSha256);
    switch (outcome) {
      case DecisionOutcome.Accepted(Bytes proof, Bytes receipt) ->
          entry.put("outcome", "accepted").put("proof", proof).put("receipt", receipt);
      case DecisionOutcome.Refused(String code, Bytes proof) ->
          entry.put("outcome", "refused").put("code", code).put("proof", proof);
      case DecisionOutcome.Cancelled() -> entry.put("outcome", "cancelled");
      case DecisionOutcome.TimedOut() -> entry.put("outcome", "timed_out");
      case DecisionOutcome.TokenFailed(String code) ->
          entry.put("outcome", "token_failed").put("code", code);
      case DecisionOutcome.Counted(Bytes receipt) ->
          entry.put("outcome", "counted").put("receipt", receipt);
      case DecisionOutcome.NotCounted() -> entry.put("outcome", "not_counted");
      case DecisionOutcome.Unknown() -> entry.put("outcome", "unknown");
    }
    request.ifPresent(envelope -> entry.put("request", envelope));
    return salted(entry);
  }

  Bytes event(DeskEvent event) {
    return salted(timed(EventCodec.type(event).wire()).put("details", EventCodec.details(event)));
  }

  private JsonObject.Builder timed(String type) {
    return JsonObject.builder().put("type", type).put("at", now());
  }

  private Bytes salted(JsonObject.Builder entry) {
    return Bytes.of(JsonWriter.compact(entry.put("salt", salt()).build()));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private Bytes salt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return Bytes.of(salt);
  }
}
