package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an outsider trusts: the gateway's keys and its enrolments at the time of export ({@code
 * docs/protocol.md} §7). Exported by the gateway, never derived from a proof.
 */
public record TrustFile(GatewayKeys gateway, String audience, List<Approver> approvers) {
  private static final RefusalCode CODE = RefusalCode.MALFORMED_JSON;
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  /** An approver with everything enrolled to them. */
  public record Approver(
      String id, String person, List<String> groups, List<Token> tokens, List<Device> devices) {
    public Approver {
      groups = List.copyOf(groups);
      tokens = List.copyOf(tokens);
      devices = List.copyOf(devices);
    }
  }

  /**
   * A FIDO2 credential.
   *
   * @param cose the credential public key as COSE_Key bytes (RFC 9052 §7), EC2 P-256 with ES256
   * @param aaguid the authenticator model as a lower-case UUID
   * @param revokedAt Unix seconds
   */
  public record Token(Bytes credentialId, Bytes cose, String aaguid, OptionalLong revokedAt) {}

  /** A device key; {@code revokedAt} in Unix seconds. */
  public record Device(P256VerifyingKey key, OptionalLong revokedAt) {
    public String jkt() {
      return key.thumbprint();
    }
  }

  public TrustFile {
    approvers = List.copyOf(approvers);
  }

  public Optional<Approver> approver(String id) {
    return approvers.stream().filter(approver -> approver.id().equals(id)).findFirst();
  }

  /**
   * Reads a trust file.
   *
   * @throws RefusedException {@code malformed_json}, {@code too_large} or {@code
   *     unsupported_version}
   */
  public static TrustFile parse(byte[] document) throws RefusedException {
    ObjectReader reader =
        new ObjectReader(StrictJson.parseObject(document, MAX_BYTES), "trust", CODE);
    Version.require(reader);
    String issuer = reader.identifier("issuer");
    String audience = reader.identifier("aud");
    List<GatewayKeys.Pinned> keys = new ArrayList<>();
    for (ObjectReader key : reader.readers("gateway_keys")) {
      keys.add(gatewayKey(key));
    }
    List<Approver> approvers = new ArrayList<>();
    for (ObjectReader approver : reader.readers("approvers")) {
      approvers.add(approver(approver));
    }
    ObjectReader x509 = reader.reader("x509");
    if (!x509.array("roots").isEmpty() || !x509.array("ekus").isEmpty()) {
      throw new RefusedException(
          RefusalCode.UNSUPPORTED_FEATURE, "x509 trust is not supported by this version");
    }
    x509.end();
    reader.end();
    requireDistinct(reader, keys, approvers);
    return new TrustFile(new GatewayKeys(issuer, keys), audience, approvers);
  }

  /** Nothing stands twice: with two entries of one name, which one counts would be a guess. */
  private static void requireDistinct(
      ObjectReader reader, List<GatewayKeys.Pinned> keys, List<Approver> approvers)
      throws RefusedException {
    List<String> names = new ArrayList<>();
    keys.forEach(key -> names.add("key " + key.key().thumbprint()));
    for (Approver approver : approvers) {
      names.add("approver " + approver.id());
      approver.tokens().forEach(token -> names.add("token " + token.credentialId()));
      approver.devices().forEach(device -> names.add("device " + device.jkt()));
    }
    if (new HashSet<>(names).size() != names.size()) {
      throw reader.refused("approvers", "or gateway_keys name something twice");
    }
  }

  private static GatewayKeys.Pinned gatewayKey(ObjectReader reader) throws RefusedException {
    VerifyingKey key = VerifyingKey.fromJwk(reader.object("jwk"), CODE);
    if (!reader.identifier("keyid").equals(key.thumbprint())) {
      throw reader.refused("keyid", "is not the thumbprint of the key");
    }
    GatewayKeys.Pinned pinned =
        new GatewayKeys.Pinned(
            key,
            reader.unsigned("not_before"),
            reader.unsigned("not_after"),
            reader.optionalUnsigned("compromised_at"));
    reader.end();
    return pinned;
  }

  private static Approver approver(ObjectReader reader) throws RefusedException {
    List<Token> tokens = new ArrayList<>();
    for (ObjectReader token : reader.readers("tokens")) {
      if (!token.string("kind").equals("fido2")) {
        throw new RefusedException(
            RefusalCode.UNSUPPORTED_FEATURE, "only fido2 tokens are supported by this version");
      }
      tokens.add(
          new Token(
              token.bytes("credential_id"),
              token.bytes("cose"),
              token.identifier("aaguid"),
              token.optionalUnsigned("revoked_at")));
      token.end();
    }
    List<Device> devices = new ArrayList<>();
    for (ObjectReader device : reader.readers("devices")) {
      devices.add(device(device));
    }
    Approver approver =
        new Approver(
            reader.identifier("id"),
            reader.string("person"),
            reader.identifiers("groups"),
            tokens,
            devices);
    reader.end();
    return approver;
  }

  private static Device device(ObjectReader reader) throws RefusedException {
    if (!(VerifyingKey.fromJwk(reader.object("jwk"), CODE) instanceof P256VerifyingKey key)) {
      throw reader.refused("jwk", "is not a P-256 key");
    }
    if (!reader.identifier("jkt").equals(key.thumbprint())) {
      throw reader.refused("jkt", "is not the thumbprint of the key");
    }
    Device device = new Device(key, reader.optionalUnsigned("revoked_at"));
    reader.end();
    return device;
  }

  /** The document, compact. */
  public byte[] bytes() {
    return JsonWriter.compact(
        JsonObject.builder()
            .put("v", Version.CURRENT)
            .put("issuer", gateway.issuer())
            .put("aud", audience)
            .put("gateway_keys", array(gateway.keys().stream().map(TrustFile::json).toList()))
            .put("approvers", array(approvers.stream().map(TrustFile::json).toList()))
            .put(
                "x509",
                JsonObject.builder()
                    .put("roots", array(List.of()))
                    .put("ekus", array(List.of()))
                    .build())
            .build());
  }

  private static JsonObject json(GatewayKeys.Pinned pinned) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("keyid", pinned.key().thumbprint())
            .put("jwk", pinned.key().jwk())
            .put("not_before", pinned.notBefore())
            .put("not_after", pinned.notAfter());
    pinned.compromisedAt().ifPresent(time -> json.put("compromised_at", time));
    return json.build();
  }

  private static JsonObject json(Approver approver) {
    return JsonObject.builder()
        .put("id", approver.id())
        .put("person", approver.person())
        .put("groups", JsonArray.ofStrings(approver.groups()))
        .put("tokens", array(approver.tokens().stream().map(TrustFile::json).toList()))
        .put("devices", array(approver.devices().stream().map(TrustFile::json).toList()))
        .build();
  }

  private static JsonObject json(Token token) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("kind", "fido2")
            .put("credential_id", token.credentialId())
            .put("cose", token.cose())
            .put("aaguid", token.aaguid());
    token.revokedAt().ifPresent(time -> json.put("revoked_at", time));
    return json.build();
  }

  private static JsonObject json(Device device) {
    JsonObject.Builder json =
        JsonObject.builder().put("jkt", device.jkt()).put("jwk", device.key().jwk());
    device.revokedAt().ifPresent(time -> json.put("revoked_at", time));
    return json.build();
  }

  private static JsonArray array(List<JsonObject> items) {
    return new JsonArray(List.<JsonValue>copyOf(items));
  }
}
