package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;

/**
 * The live session that asks, as the gateway pinned it when it began.
 *
 * @param confirmationJkt RFC 7638 thumbprint of the key that the session is bound to (RFC 7800
 *     {@code cnf})
 * @param startedAt Unix seconds
 */
public record RequesterSession(
    String id, SessionKind kind, String confirmationJkt, long startedAt, Attributes attributes) {

  /** Reads the object as it stands in a request. */
  public static RequesterSession read(ObjectReader reader) throws RefusedException {
    ObjectReader cnf = reader.reader("cnf");
    RequesterSession session =
        new RequesterSession(
            reader.identifier("id"),
            WireNames.read(reader, "kind", SessionKind.values(), SessionKind::wire),
            cnf.identifier("jkt"),
            reader.unsigned("started_at"),
            Attributes.read(reader.reader("attributes")));
    cnf.end();
    reader.end();
    return session;
  }

  public JsonObject json() {
    return JsonObject.builder()
        .put("id", id)
        .put("kind", kind.wire())
        .put("cnf", JsonObject.builder().put("jkt", confirmationJkt).build())
        .put("started_at", startedAt)
        .put("attributes", attributes.json())
        .build();
  }
}
