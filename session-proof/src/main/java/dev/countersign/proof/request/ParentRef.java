package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;

/** The approved request that a chained one belongs to, by id and by digest. */
public record ParentRef(String requestId, Digest sha256) {
  static ParentRef read(ObjectReader reader) throws RefusedException {
    ParentRef parent =
        new ParentRef(
            reader.identifier("request_id"),
            new Digest(reader.bytes("request_sha256", Digest.SIZE)));
    reader.end();
    return parent;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("request_id", requestId)
        .put("request_sha256", sha256.value())
        .build();
  }
}
