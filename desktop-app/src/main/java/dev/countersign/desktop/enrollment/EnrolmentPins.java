package dev.countersign.desktop.enrollment;

import dev.countersign.desktop.approval.DeskIdentity;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Ed25519VerifyingKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.request.GatewayKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What this device learnt at enrolment and trusts from then on; nothing it hears later replaces it.
 * Kept as strict JSON in a file of mode 0600.
 *
 * @param gateway where it is reached: scheme, host and port
 * @param audience the RP ID
 * @param demo whether the gateway is a demo, which begins in its issuer's name
 */
public record EnrolmentPins(
    URI gateway,
    GatewayKeys gatewayKeys,
    String audience,
    boolean demo,
    Witness witness,
    String approver,
    Credential credential) {

  /** The witness's name and key. */
  public record Witness(String name, Ed25519VerifyingKey key) {}

  /** The enrolled token's credential. */
  public record Credential(Bytes id, P256VerifyingKey key, String tokenName) {}

  /**
   * What decisions on this device work with.
   *
   * @param logOrigin the origin of this device's audit log, under which it signs checkpoints
   */
  public DeskIdentity identity(DeviceKey device, String logOrigin, DecisionStatement.App app) {
    return new DeskIdentity(
        approver,
        device,
        NoteKeys.deviceSigner(logOrigin, device),
        new DeskIdentity.Pins(
            audience,
            gatewayKeys,
            NoteKeys.witnessVerifier(witness.name(), witness.key()),
            credential.id(),
            credential.key()),
        app);
  }

  /** Writes the file. */
  public void save(Path file) throws IOException {
    PrivateFile.write(file, JsonWriter.compact(json()));
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it is absent, readable by others, or not as it was written
   */
  public static EnrolmentPins load(Path file) throws IOException {
    try {
      return read(StrictJson.parseObject(PrivateFile.read(file)));
    } catch (RefusedException damaged) {
      throw new IOException("the enrolment file is damaged: " + damaged.getMessage(), damaged);
    }
  }

  private JsonObject json() {
    return JsonObject.builder()
        .put("v", 1)
        .put("gateway", gateway.toString())
        .put("iss", gatewayKeys.issuer())
        .put("aud", audience)
        .put("demo", demo)
        .put(
            "keys",
            new JsonArray(
                gatewayKeys.keys().stream().<JsonValue>map(EnrolmentPins::keyJson).toList()))
        .put(
            "witness",
            JsonObject.builder()
                .put("name", witness.name())
                .put("jwk", witness.key().jwk())
                .build())
        .put("approver", approver)
        .put(
            "credential",
            JsonObject.builder()
                .put("id", credential.id())
                .put("jwk", credential.key().jwk())
                .put("token_name", credential.tokenName())
                .build())
        .build();
  }

  private static JsonObject keyJson(GatewayKeys.Pinned pinned) {
    return JsonObject.builder()
        .put("keyid", pinned.key().thumbprint())
        .put("jwk", pinned.key().jwk())
        .put("not_before", pinned.notBefore())
        .put("not_after", pinned.notAfter())
        .build();
  }

  private static EnrolmentPins read(JsonObject json) throws RefusedException {
    ObjectReader reader = new ObjectReader(json, "enrolment", RefusalCode.MALFORMED_JSON);
    if (reader.unsigned("v") != 1) {
      throw reader.refused("v", "is not 1");
    }
    ObjectReader credential = reader.reader("credential");
    EnrolmentPins pins =
        new EnrolmentPins(
            URI.create(reader.identifier("gateway")),
            new GatewayKeys(reader.identifier("iss"), keys(reader)),
            reader.identifier("aud"),
            reader.bool("demo"),
            witness(reader.reader("witness")),
            reader.identifier("approver"),
            new Credential(
                credential.bytes("id"), p256(credential), credential.string("token_name")));
    credential.end();
    reader.end();
    return pins;
  }

  /** Reads the member {@code keys}, as it stands in the file and in the gateway's answers. */
  static List<GatewayKeys.Pinned> keys(ObjectReader reader) throws RefusedException {
    List<GatewayKeys.Pinned> keys = new ArrayList<>();
    for (ObjectReader each : reader.readers("keys")) {
      VerifyingKey key = VerifyingKey.fromJwk(each.object("jwk"), RefusalCode.UNKNOWN_GATEWAY_KEY);
      if (!each.identifier("keyid").equals(key.thumbprint())) {
        throw each.refused("keyid", "is not the key's thumbprint");
      }
      keys.add(
          new GatewayKeys.Pinned(
              key, each.unsigned("not_before"), each.unsigned("not_after"), OptionalLong.empty()));
      each.end();
    }
    return keys;
  }

  static Witness witness(ObjectReader reader) throws RefusedException {
    String name = reader.identifier("name");
    if (VerifyingKey.fromJwk(reader.object("jwk"), RefusalCode.UNKNOWN_GATEWAY_KEY)
        instanceof Ed25519VerifyingKey key) {
      return new Witness(name, key);
    }
    throw reader.refused("jwk", "is not an Ed25519 key");
  }

  private static P256VerifyingKey p256(ObjectReader reader) throws RefusedException {
    if (VerifyingKey.fromJwk(reader.object("jwk"), RefusalCode.UNKNOWN_TOKEN)
        instanceof P256VerifyingKey key) {
      return key;
    }
    throw reader.refused("jwk", "is not a P-256 key");
  }
}
