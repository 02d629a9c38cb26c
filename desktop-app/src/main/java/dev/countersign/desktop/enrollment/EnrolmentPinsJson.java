package dev.countersign.desktop.enrollment;

import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.enrollment.EnrolmentPins.Witness;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Ed25519VerifyingKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.x509.CardJws;
import dev.countersign.proof.x509.Certificate;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The enrolment file's form. Version 2 has a list of tokens; version 1 had one FIDO2 key. */
final class EnrolmentPinsJson {
  private static final int VERSION = 2;
  private static final int FIRST_VERSION = 1;
  private static final String FIDO2 = "fido2";
  private static final String X509 = "x509";

  private EnrolmentPinsJson() {}

  static JsonObject write(EnrolmentPins pins) {
    return JsonObject.builder()
        .put("v", VERSION)
        .put("gateway", pins.gateway().toString())
        .put("iss", pins.gatewayKeys().issuer())
        .put("aud", pins.audience())
        .put("demo", pins.demo())
        .put(
            "keys",
            new JsonArray(
                pins.gatewayKeys().keys().stream().<JsonValue>map(EnrolmentPinsJson::key).toList()))
        .put(
            "witness",
            JsonObject.builder()
                .put("name", pins.witness().name())
                .put("jwk", pins.witness().key().jwk())
                .build())
        .put("approver", pins.approver())
        .put(
            "credentials",
            new JsonArray(
                pins.credentials().stream().<JsonValue>map(EnrolmentPinsJson::credential).toList()))
        .build();
  }

  private static JsonObject key(GatewayKeys.Pinned pinned) {
    return JsonObject.builder()
        .put("keyid", pinned.key().thumbprint())
        .put("jwk", pinned.key().jwk())
        .put("not_before", pinned.notBefore())
        .put("not_after", pinned.notAfter())
        .build();
  }

  private static JsonObject credential(EnrolledCredential credential) {
    JsonObject.Builder json = JsonObject.builder();
    switch (credential) {
      case FidoCredential fido ->
          json.put("kind", FIDO2).put("id", fido.id()).put("jwk", fido.key().jwk());
      case CardCredential card ->
          json.put("kind", X509)
              .put(
                  "x5c",
                  JsonArray.ofStrings(card.chain().stream().map(Certificate::base64).toList()));
    }
    return json.put("name", credential.name()).build();
  }

  static EnrolmentPins read(JsonObject json) throws RefusedException {
    ObjectReader reader = new ObjectReader(json, "enrolment", RefusalCode.MALFORMED_JSON);
    long version = reader.unsigned("v");
    if (version != VERSION && version != FIRST_VERSION) {
      throw reader.refused("v", "is of a version that this program does not know");
    }
    EnrolmentPins pins =
        new EnrolmentPins(
            URI.create(reader.identifier("gateway")),
            new GatewayKeys(reader.identifier("iss"), keys(reader)),
            reader.identifier("aud"),
            reader.bool("demo"),
            witness(reader.reader("witness")),
            reader.identifier("approver"),
            version == FIRST_VERSION
                ? List.of(first(reader.reader("credential")))
                : credentials(reader));
    reader.end();
    return pins;
  }

  private static FidoCredential first(ObjectReader credential) throws RefusedException {
    FidoCredential read =
        new FidoCredential(
            credential.bytes("id"), p256(credential), credential.string("token_name"));
    credential.end();
    return read;
  }

  private static List<EnrolledCredential> credentials(ObjectReader reader) throws RefusedException {
    List<EnrolledCredential> all = new ArrayList<>();
    for (ObjectReader each : reader.readers("credentials")) {
      EnrolledCredential read = credential(each);
      each.end();
      if (all.stream().anyMatch(other -> other.id().equals(read.id()))) {
        throw reader.refused("credentials", "names a token twice");
      }
      all.add(read);
    }
    return all;
  }

  private static EnrolledCredential credential(ObjectReader each) throws RefusedException {
    return switch (each.string("kind")) {
      case FIDO2 -> new FidoCredential(each.bytes("id"), p256(each), each.string("name"));
      case X509 -> CardCredential.of(chain(each), each.string("name"));
      default -> throw each.refused("kind", "is not a kind of token that this program knows");
    };
  }

  private static List<Certificate> chain(ObjectReader reader) throws RefusedException {
    List<Certificate> chain = new ArrayList<>();
    for (String text : reader.strings("x5c")) {
      chain.add(Certificate.parseBase64(text));
    }
    if (chain.isEmpty() || chain.size() > CardJws.MAX_CHAIN) {
      throw reader.refused("x5c", "does not hold 1 to 4 certificates");
    }
    return chain;
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
