package dev.countersign.proof.decision;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.x509.CardJws;

/** A smart card's signature over the statement, as a compact JWS. */
public record X509Evidence(CardJws jws) implements Evidence {
  static final String NAME = "x509";

  static X509Evidence read(ObjectReader reader, CardJws.Type type) throws RefusedException {
    String compact = reader.string("jws");
    reader.end();
    return new X509Evidence(CardJws.parse(compact, type));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TokenId token() {
    return new TokenId.CardKey(jws.leaf().keyThumbprint());
  }

  @Override
  public JsonObject json() {
    return JsonObject.builder().put("jws", jws.compact()).build();
  }
}
