package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.request.Version;
import java.util.Optional;

/**
 * The statement {@code D} that the token signs through its digest and the device key signs itself
 * ({@code docs/protocol.md} §5). It repeats what ties it to one request, session, device and
 * moment.
 *
 * @param reviewedMillis the app's claim of how long the request was reviewed
 * @param phraseTyped the app's claim that the phrase was typed
 * @param at Unix seconds by the device's clock; advisory
 */
public record DecisionStatement(
    Digest requestSha256,
    String requestId,
    String issuer,
    String audience,
    Bytes epoch,
    Bytes nonce,
    String sessionId,
    String sessionCnf,
    Decision decision,
    Optional<String> reason,
    String approver,
    String deviceJkt,
    Digest challengeSha256,
    Digest displayDigest,
    long reviewedMillis,
    boolean phraseTyped,
    LogHead log,
    App app,
    long at) {

  /** The largest statement, in bytes. */
  public static final int MAX_BYTES = 16 * 1024;

  /** The app that made the statement. */
  public record App(String name, String version) {
    static App read(ObjectReader reader) throws RefusedException {
      App app = new App(reader.identifier("name"), reader.identifier("version"));
      reader.end();
      return app;
    }

    JsonObject json() {
      return JsonObject.builder().put("name", name).put("version", version).build();
    }
  }

  /** The statement for a reviewed request, its session challenge and its recorded intent. */
  public static DecisionStatement of(
      ReviewedRequest reviewed,
      SessionChallenge.Verified challenge,
      LogHead log,
      App app,
      long at) {
    VerifiedRequest verified = reviewed.presentation().request();
    if (!challenge.challenge().requestSha256().equals(verified.sha256())) {
      throw new IllegalArgumentException("the challenge is for another request");
    }
    ApprovalRequest request = verified.request();
    return new DecisionStatement(
        verified.sha256(),
        request.requestId(),
        request.issuer(),
        request.audience(),
        request.epoch(),
        request.nonce(),
        request.session().id(),
        request.session().confirmationJkt(),
        reviewed.decision(),
        reviewed.reason(),
        challenge.challenge().approver(),
        challenge.challenge().deviceJkt(),
        challenge.sha256(),
        reviewed.presentation().displayDigest(),
        reviewed.reviewedMillis(),
        reviewed.phraseTyped(),
        log,
        app,
        at);
  }

  /**
   * Reads the exact bytes of a statement.
   *
   * @throws RefusedException {@code malformed_statement}, {@code too_large}, {@code
   *     unsupported_version} or {@code unsupported_feature}
   */
  public static DecisionStatement parse(byte[] bytes) throws RefusedException {
    JsonObject json;
    try {
      json = StrictJson.parseObject(bytes, MAX_BYTES);
    } catch (RefusedException refused) {
      throw refused.code() == RefusalCode.TOO_LARGE
          ? refused
          : refused.as(RefusalCode.MALFORMED_STATEMENT);
    }
    ObjectReader reader = new ObjectReader(json, "statement", RefusalCode.MALFORMED_STATEMENT);
    Version.require(reader);
    if (reader.has("offline") || reader.has("warrant_sha256") || reader.has("verifier_id")) {
      throw new RefusedException(
          RefusalCode.UNSUPPORTED_FEATURE, "offline statements are not supported by this version");
    }
    DecisionStatement statement = read(reader);
    reader.end();
    if (statement.reason.filter(text -> !ReviewedRequest.isReason(text)).isPresent()) {
      throw reader.refused("decision_reason", "is longer than 2000 characters");
    }
    if (!statement.log.origin().equals(LogHead.originOf(statement.deviceJkt))) {
      throw reader.refused("log.origin", "is not the log of this device");
    }
    return statement;
  }

  private static DecisionStatement read(ObjectReader reader) throws RefusedException {
    return new DecisionStatement(
        new Digest(reader.bytes("request_sha256", Digest.SIZE)),
        reader.identifier("request_id"),
        reader.identifier("iss"),
        reader.identifier("aud"),
        reader.bytes("epoch", ApprovalRequest.EPOCH_BYTES),
        reader.bytes("nonce", ApprovalRequest.NONCE_BYTES),
        reader.identifier("session_id"),
        reader.identifier("session_cnf"),
        Decision.read(reader),
        reader.optionalString("decision_reason"),
        reader.identifier("approver"),
        reader.identifier("device_jkt"),
        new Digest(reader.bytes("challenge_sha256", Digest.SIZE)),
        new Digest(reader.bytes("display_digest", Digest.SIZE)),
        reader.unsigned("reviewed_ms"),
        reader.bool("phrase_typed"),
        LogHead.read(reader.reader("log")),
        App.read(reader.reader("app")),
        reader.unsigned("at"));
  }

  /** The bytes that are signed and travel in the proof. */
  public byte[] bytes() {
    return JsonWriter.compact(
        JsonObject.builder()
            .put("v", Version.CURRENT)
            .put("request_sha256", requestSha256.value())
            .put("request_id", requestId)
            .put("iss", issuer)
            .put("aud", audience)
            .put("epoch", epoch)
            .put("nonce", nonce)
            .put("session_id", sessionId)
            .put("session_cnf", sessionCnf)
            .put("decision", decision.wire())
            .putIfPresent("decision_reason", reason)
            .put("approver", approver)
            .put("device_jkt", deviceJkt)
            .put("challenge_sha256", challengeSha256.value())
            .put("display_digest", displayDigest.value())
            .put("reviewed_ms", reviewedMillis)
            .put("phrase_typed", phraseTyped)
            .put("log", log.json())
            .put("app", app.json())
            .put("at", at)
            .build());
  }

  /** {@code C = SHA-256(PAE(decision type, D))}: the challenge that the token signs. */
  public static Digest challenge(byte[] statement) {
    return Digest.sha256(Pae.encode(PayloadType.DECISION.mediaType(), statement));
  }

  /** What the device key signs: {@code PAE(device-decision type, D)}. */
  public static byte[] deviceSigned(byte[] statement) {
    return Pae.encode(PayloadType.DEVICE_DECISION.mediaType(), statement);
  }
}
