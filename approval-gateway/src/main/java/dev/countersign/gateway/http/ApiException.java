package dev.countersign.gateway.http;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends a call with a problem (RFC 9457). It carries nothing but the status, the stable code and
 * members meant for the caller; the message stays in the gateway.
 */
final class ApiException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, JsonValue> members = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  private ApiException(int status, String code, String forTheLog) {
    super(forTheLog);
    this.status = status;
    this.code = code;
  }

  /** 401 with the one body every outsider gets; the reason goes to the log only. */
  static ApiException unauthorized(String forTheLog) {
    return new ApiException(401, "unauthorized", forTheLog).header("WWW-Authenticate", "DPoP");
  }

  /** The caller must repeat the call with the nonce given (RFC 9449 §8 and §9). */
  static ApiException useNonce(int status, String nonce) {
    return new ApiException(status, "use_dpop_nonce", "no current DPoP nonce")
        .header("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"")
        .header("DPoP-Nonce", nonce);
  }

  static ApiException notFound(String forTheLog) {
    return new ApiException(404, "not_found", forTheLog);
  }

  /** 403, only for what carries its own signature; whoever must log in gets 401. */
  static ApiException notTrusted(String forTheLog) {
    return new ApiException(403, "not_trusted", forTheLog);
  }

  static ApiException badRequest(String forTheLog) {
    return new ApiException(400, "bad_request", forTheLog);
  }

  static ApiException tooLarge(int limit) {
    return new ApiException(413, RefusalCode.TOO_LARGE.wire(), "body larger than " + limit);
  }

  static ApiException rateLimited(long retryAfterSeconds) {
    return new ApiException(429, "rate_limited", "too many attempts")
        .header("Retry-After", Long.toString(retryAfterSeconds));
  }

  static ApiException unavailable(String forTheLog) {
    return new ApiException(503, "unavailable", forTheLog);
  }

  /** A fault of the gateway: what was done is unknown, the log has the correlation id. */
  static ApiException internal() {
    return new ApiException(500, "internal_error", "see the fault above");
  }

  /** 422: the protocol refused and nothing was done. */
  static ApiException refused(RefusalCode code, String forTheLog) {
    return refused(code.wire(), forTheLog);
  }

  /** 422 with one of the codes that only the API has. */
  static ApiException refused(String code, String forTheLog) {
    return new ApiException(422, code, forTheLog);
  }

  /** Adds a member for the caller. */
  ApiException with(String name, JsonValue value) {
    members.put(name, value);
    return this;
  }

  ApiException header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  /** The problem document. */
  JsonObject problem(String correlationId) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("type", "about:blank")
            .put("title", title())
            .put("status", status)
            .put("code", code)
            .put("correlation_id", correlationId);
    members.forEach(json::put);
    return json.build();
  }

  private String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 413 -> "Content Too Large";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      default -> "Service Unavailable";
    };
  }
}
