package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;

/** The template that orders and labels the request on screen; it can never hide anything. */
public record DisplayRef(String template, long version, Digest sha256) {
  static DisplayRef read(ObjectReader reader) throws RefusedException {
    DisplayRef display =
        new DisplayRef(
            reader.identifier("template"),
            reader.unsigned("version"),
            new Digest(reader.bytes("sha256", Digest.SIZE)));
    reader.end();
    return display;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("template", template)
        .put("version", version)
        .put("sha256", sha256.value())
        .build();
  }
}
