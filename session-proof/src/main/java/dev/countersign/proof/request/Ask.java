package dev.countersign.proof.request;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.util.Optional;

/**
 * What the requester signs under its {@code cnf} key: what it wants and why, for one session. Valid
 * for {@link #LIFE_SECONDS} from {@code issuedAt}.
 *
 * @param issuedAt Unix seconds
 * @param supersedes the id of the pending request that this one replaces
 */
public record Ask(
    String issuer,
    String askId,
    String sessionId,
    long issuedAt,
    AuthorizationDetails details,
    String reason,
    Optional<String> ticket,
    Attributes context,
    Chain chain,
    Optional<String> supersedes) {

  /** An ask on its own: no parent, no children. */
  public Ask(
      String issuer,
      String askId,
      String sessionId,
      long issuedAt,
      AuthorizationDetails details,
      String reason,
      Optional<String> ticket,
      Attributes context,
      Optional<String> supersedes) {
    this(
        issuer,
        askId,
        sessionId,
        issuedAt,
        details,
        reason,
        ticket,
        context,
        Chain.NONE,
        supersedes);
  }

  /** The same ask, chained. */
  public Ask with(Chain other) {
    return new Ask(
        issuer, askId, sessionId, issuedAt, details, reason, ticket, context, other, supersedes);
  }

  /** How long an ask may be presented, in seconds. */
  public static final long LIFE_SECONDS = 60;

  /**
   * Reads the payload of an ask whose signature was checked.
   *
   * @throws RefusedException {@code malformed_request}, {@code unsupported_version} or {@code
   *     unsupported_feature}
   */
  public static Ask read(JsonObject payload) throws RefusedException {
    ObjectReader reader = new ObjectReader(payload, "ask", RefusalCode.MALFORMED_REQUEST);
    Version.require(reader);
    UnsupportedMembers.refuse(reader);
    Ask ask =
        new Ask(
            reader.identifier("iss"),
            reader.identifier("ask_id"),
            reader.identifier("session_id"),
            reader.unsigned("iat"),
            AuthorizationDetails.read(reader),
            reader.string("reason"),
            reader.optionalString("ticket"),
            Attributes.read(reader.reader("context")),
            Chain.read(reader),
            reader.optionalIdentifier("supersedes"));
    for (Attributes.Attribute value : ask.context.values().values()) {
      if (value.source() != Source.CLAIMED) {
        throw reader.refused("context", "must be claimed: only the gateway observes or attests");
      }
    }
    reader.end();
    return ask;
  }

  /** The payload to sign. */
  public JsonObject json() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("v", new JsonInteger(Version.CURRENT))
            .put("iss", issuer)
            .put("ask_id", askId)
            .put("session_id", sessionId)
            .put("iat", issuedAt)
            .put("authorization_details", details.json())
            .put("reason", reason)
            .putIfPresent("ticket", ticket)
            .put("context", context.json())
            .put("access", "once")
            .put("execution", "immediate");
    chain.put(json);
    return json.putIfPresent("supersedes", supersedes).build();
  }
}
