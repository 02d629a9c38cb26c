package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;

/**
 * The public half of an enrolled token, by kind. It holds its key decoded: decoding costs more than
 * half a signature check, so whoever keeps enrolments decodes once.
 */
public sealed interface Credential {
  /** The kind as requests and trust files name it. */
  String kind();

  TokenId id();

  /** Adds the members that stand for it in a trust file. */
  void put(JsonObject.Builder json);

  /**
   * Reads those members; the caller ends the reader.
   *
   * @throws RefusedException with the given code, or {@code unsupported_feature}
   */
  static Credential read(ObjectReader reader, RefusalCode code) throws RefusedException {
    if (!reader.string("kind").equals(Fido2.KIND)) {
      throw new RefusedException(
          RefusalCode.UNSUPPORTED_FEATURE, "only fido2 tokens are supported by this version");
    }
    return new Fido2(
        reader.bytes("credential_id"),
        CoseKey.read(reader.bytes("cose"), code),
        reader.identifier("aaguid"));
  }

  /**
   * A FIDO2 credential with ES256.
   *
   * @param aaguid the authenticator model as a lower-case UUID
   */
  record Fido2(Bytes credentialId, P256VerifyingKey key, String aaguid) implements Credential {
    public static final String KIND = "fido2";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public TokenId id() {
      return new TokenId.Credential(credentialId);
    }

    @Override
    public void put(JsonObject.Builder json) {
      json.put("kind", KIND)
          .put("credential_id", credentialId)
          .put("cose", CoseKey.write(key))
          .put("aaguid", aaguid);
    }
  }
}
