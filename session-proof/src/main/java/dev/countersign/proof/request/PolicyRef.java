package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;

/** The policy document that was evaluated. */
public record PolicyRef(String id, long version, Digest digest) {
  static PolicyRef read(ObjectReader reader) throws RefusedException {
    PolicyRef policy =
        new PolicyRef(
            reader.identifier("id"),
            reader.unsigned("version"),
            new Digest(reader.bytes("digest", Digest.SIZE)));
    reader.end();
    return policy;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("id", id)
        .put("version", version)
        .put("digest", digest.value())
        .build();
  }
}
