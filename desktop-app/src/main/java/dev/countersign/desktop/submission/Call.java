package dev.countersign.desktop.submission;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * One authenticated call.
 *
 * @param path begins with a slash; may have a query
 * @param deadline for the whole call, a new access token included
 */
public record Call(String method, String path, Optional<Content> content, Duration deadline) {
  /** How long an ordinary call may take. */
  public static final Duration ORDINARY = Duration.ofSeconds(15);

  private static final String JSON = "application/json";
  private static final String ENVELOPE = "application/vnd.dsse+json";

  /** A body and its media type. */
  public record Content(String mediaType, Bytes body) {}

  public static Call get(String path) {
    return new Call("GET", path, Optional.empty(), ORDINARY);
  }

  public static Call delete(String path) {
    return new Call("DELETE", path, Optional.empty(), ORDINARY);
  }

  public static Call postJson(String path, JsonObject body) {
    return post(path, JSON, JsonWriter.compact(body));
  }

  /** Posts a DSSE envelope in its one serialisation. */
  public static Call postEnvelope(String path, byte[] wire) {
    return post(path, ENVELOPE, wire);
  }

  /** Posts nothing. */
  public static Call post(String path) {
    return new Call("POST", path, Optional.empty(), ORDINARY);
  }

  /** The same call with another deadline. */
  public Call within(Duration other) {
    return new Call(method, path, content, other);
  }

  private static Call post(String path, String mediaType, byte[] body) {
    return new Call("POST", path, Optional.of(new Content(mediaType, Bytes.of(body))), ORDINARY);
  }
}
