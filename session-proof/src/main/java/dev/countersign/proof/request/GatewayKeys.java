package dev.countersign.proof.request;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.util.List;
import java.util.OptionalLong;

/** The one key set that is pinned for an issuer. */
public record GatewayKeys(String issuer, List<Pinned> keys) {
  public GatewayKeys {
    keys = List.copyOf(keys);
  }

  /**
   * One pinned key. Times are Unix seconds.
   *
   * @param notBefore the first second in which its signatures count
   * @param notAfter the first second in which they no longer count
   * @param compromisedAt from this second on, nothing it signed counts
   */
  public record Pinned(
      VerifyingKey key, long notBefore, long notAfter, OptionalLong compromisedAt) {
    /** Reads one entry of {@code gateway_keys}; the key id must be the key's thumbprint. */
    public static Pinned read(ObjectReader reader, RefusalCode code) throws RefusedException {
      VerifyingKey key = VerifyingKey.fromJwk(reader.object("jwk"), code);
      if (!reader.identifier("keyid").equals(key.thumbprint())) {
        throw reader.refused("keyid", "is not the thumbprint of the key");
      }
      Pinned pinned =
          new Pinned(
              key,
              reader.unsigned("not_before"),
              reader.unsigned("not_after"),
              reader.optionalUnsigned("compromised_at"));
      reader.end();
      return pinned;
    }

    public JsonObject json() {
      JsonObject.Builder json =
          JsonObject.builder()
              .put("keyid", key.thumbprint())
              .put("jwk", key.jwk())
              .put("not_before", notBefore)
              .put("not_after", notAfter);
      compromisedAt.ifPresent(time -> json.put("compromised_at", time));
      return json.build();
    }

    /**
     * Refuses unless this key's signatures made at that time count.
     *
     * @throws RefusedException {@code gateway_key_not_valid}
     */
    public void requireValidAt(long time) throws RefusedException {
      boolean compromised = compromisedAt.isPresent() && time >= compromisedAt.getAsLong();
      if (time < notBefore || time >= notAfter || compromised) {
        throw new RefusedException(
            RefusalCode.GATEWAY_KEY_NOT_VALID, "the gateway key was not valid at iat");
      }
    }
  }

  /**
   * The pinned key that a key id names.
   *
   * @throws RefusedException {@code unknown_gateway_key}
   */
  public Pinned byKeyid(String keyid) throws RefusedException {
    for (Pinned pinned : keys) {
      if (pinned.key().thumbprint().equals(keyid)) {
        return pinned;
      }
    }
    throw new RefusedException(
        RefusalCode.UNKNOWN_GATEWAY_KEY, "no pinned key of this issuer has the envelope's key id");
  }
}
