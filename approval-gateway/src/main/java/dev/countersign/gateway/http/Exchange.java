package dev.countersign.gateway.http;

import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Refusal;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Envelope;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** One call: its body under the strict profile, and its answer. */
final class Exchange {
  /** A proof and its log evidence, or two envelopes, in base64url inside one object. */
  static final int MAX_JSON_BYTES = 4 * Envelope.MAX_BYTES;

  static final String CORRELATION_HEADER = "Countersign-Correlation-Id";

  /** The attribute of the call that holds its correlation id. */
  static final String CORRELATION = "correlation";

  private static final String JSON = "application/json";
  private static final String ENVELOPE = "application/vnd.dsse+json";
  private static final long MAX_WAIT_SECONDS = 30;
  private static final int MAX_READ_ON_BYTES = 1 << 20;

  private final Context http;

  Exchange(Context http) {
    this.http = http;
  }

  Context http() {
    return http;
  }

  /** What the caller got in {@link #CORRELATION_HEADER}. */
  String correlationId() {
    return Optional.ofNullable(http.<String>attribute(CORRELATION)).orElse("c_none");
  }

  /**
   * An identifier from the path. Anything else names nothing here, and must not reach the record of
   * attempts, which holds strict JSON only.
   */
  String pathParameter(String name) {
    String text = http.pathParam(name);
    if (!text.matches("[\\x21-\\x7e]{1,256}")) {
      throw ApiException.notFound("an id in the path is not an identifier");
    }
    return text;
  }

  /** The body, at most {@code limit} bytes. */
  byte[] body(int limit) {
    try {
      InputStream in = http.req().getInputStream();
      boolean tooLarge = http.req().getContentLengthLong() > limit;
      byte[] body = tooLarge ? new byte[0] : in.readNBytes(limit + 1);
      if (tooLarge || body.length > limit) {
        readOn(in);
        throw ApiException.tooLarge(limit);
      }
      return body;
    } catch (IOException brokenOff) {
      throw ApiException.badRequest("the body broke off");
    }
  }

  /**
   * Who is answered while sending may lose the answer with the connection, so that what is a little
   * too large is read to its end; not what is endless.
   */
  private static void readOn(InputStream in) throws IOException {
    byte[] passed = new byte[1 << 13];
    int left = MAX_READ_ON_BYTES;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = in.read(passed);
    }
  }

  /** The bytes of an envelope; what they are worth is for the service to say. */
  byte[] envelopeBody() {
    return body(Envelope.MAX_BYTES);
  }

  /** The body as one strict JSON object; unknown members are refused by the reader's end(). */
  ObjectReader jsonBody() {
    byte[] body = body(MAX_JSON_BYTES);
    try {
      return new ObjectReader(
          StrictJson.parseObject(body, MAX_JSON_BYTES), "body", RefusalCode.MALFORMED_JSON);
    } catch (RefusedException notStrict) {
      throw ApiException.badRequest(String.valueOf(notStrict.getMessage()));
    }
  }

  /** Reads what a body says; anything unusable is {@code bad_request}. */
  <T> T read(Reading<T> reading) {
    ObjectReader body = jsonBody();
    try {
      T value = reading.from(body);
      body.end();
      return value;
    } catch (RefusedException unusable) {
      throw ApiException.badRequest(String.valueOf(unusable.getMessage()));
    }
  }

  /** Takes a value out of a body. */
  @FunctionalInterface
  interface Reading<T> {
    T from(ObjectReader body) throws RefusedException;
  }

  /** A query parameter that is a number of at least 0, or the default when it is absent. */
  long unsignedQuery(String name, long absent) {
    String text = http.queryParam(name);
    if (text == null) {
      return absent;
    }
    if (!text.matches("[0-9]{1,15}")) {
      throw ApiException.badRequest("the parameter " + name + " is not a number");
    }
    return Long.parseLong(text);
  }

  /** The parameter {@code wait}, at most 30 seconds. */
  Duration waitQuery() {
    return Duration.ofSeconds(Math.min(unsignedQuery("wait", 0), MAX_WAIT_SECONDS));
  }

  void json(int status, JsonObject body) {
    answer(status, JSON, JsonWriter.compact(body));
  }

  void envelope(int status, Bytes wire) {
    answer(status, ENVELOPE, wire.toArray());
  }

  void noContent() {
    http.status(204);
  }

  void problem(ApiException problem, String correlationId) {
    problem.headers().forEach(http::header);
    answer(
        problem.status(),
        "application/problem+json",
        JsonWriter.compact(problem.problem(correlationId)));
  }

  private void answer(int status, String mediaType, byte[] body) {
    http.status(status).contentType(mediaType).result(body);
  }

  /** A fault in the caller's own object is told to the caller with its place. */
  private static ApiException refused(Refusal refusal) {
    ApiException problem = ApiException.refused(refusal.code(), refusal.sentence());
    refusal
        .pointer()
        .ifPresent(place ->
            problem
                .with("pointer", new JsonString(place))
                .with("detail", new JsonString(refusal.sentence())));
    return problem;
  }

  /** What a service did, or the problem that says why it did not. */
  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw refused(refusal);
      case Outcome.NotFound<T> _ -> throw ApiException.notFound("unknown or not visible");
    };
  }
}
