package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;

/** A WebAuthn assertion as the authenticator made it. */
public record WebAuthnEvidence(
    Bytes credentialId, Bytes authenticatorData, Bytes clientDataJson, Bytes signature)
    implements Evidence {

  static final String NAME = "webauthn";
  static final int MAX_CREDENTIAL_ID = 1023;

  static WebAuthnEvidence read(ObjectReader reader) throws RefusedException {
    WebAuthnEvidence evidence =
        new WebAuthnEvidence(
            reader.bytes("credential_id"),
            reader.bytes("authenticator_data"),
            reader.bytes("client_data_json"),
            reader.bytes("signature"));
    reader.end();
    if (evidence.credentialId.size() == 0 || evidence.credentialId.size() > MAX_CREDENTIAL_ID) {
      throw reader.refused("credential_id", "is not 1 to 1023 bytes long");
    }
    return evidence;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TokenId token() {
    return new TokenId.Credential(credentialId);
  }

  @Override
  public JsonObject json() {
    return JsonObject.builder()
        .put("credential_id", credentialId)
        .put("authenticator_data", authenticatorData)
        .put("client_data_json", clientDataJson)
        .put("signature", signature)
        .build();
  }
}
