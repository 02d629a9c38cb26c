package dev.countersign.gateway.http;

import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.x509.CardJws;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** Enrols a device and a token over HTTP; every part can be made wrong. */
final class Enrolment {
  private static final String TYPE = "application/vnd.countersign.enrolment.v1+json";

  private final URI base;
  final String audience;
  private final String issuer;
  final TestKey device = TestKey.generate();
  TestKey signingDevice = device;
  String origin;
  byte flags = 0x45;
  UnaryOperator<String> header = UnaryOperator.identity();

  Enrolment(EmbeddedGateway gateway) {
    this.base = gateway.base();
    this.issuer = gateway.identity().issuer();
    this.audience = gateway.identity().audience();
    this.origin = "countersign://" + audience;
  }

  Answer options(String code) {
    return post(
        "/v1/enrolments/options",
        JsonObject.builder().put("code", code).put("device", device.verifying().jwk()).build());
  }

  Answer finish(Answer options, SoftToken token) {
    Bytes clientData =
        Bytes.utf8(
            "{\"type\":\"webauthn.create\",\"challenge\":\""
                + options.string("challenge")
                + "\",\"origin\":\""
                + origin
                + "\",\"crossOrigin\":false}");
    byte[] signed = Pae.encode(TYPE, Digest.sha256(clientData.toArray()).toArray());
    return post(
        "/v1/enrolments",
        JsonObject.builder()
            .put("enrolment_id", options.string("enrolment_id"))
            .put("device", device.verifying().jwk())
            .put("device_sig", Bytes.of(signingDevice.signing().sign(signed)))
            .put("client_data_json", clientData)
            .put("attestation_object", token.attest(audience, clientData, flags))
            .put("token_name", "test key")
            .build());
  }

  /** With a smart card: the payload is what the protocol wants, or what a test bends it to. */
  Answer finish(Answer options, SoftwareCard card, UnaryOperator<Bytes> payload) {
    Bytes asked =
        Bytes.of(
            JsonWriter.compact(
                JsonObject.builder()
                    .put("v", 1)
                    .put("iss", issuer)
                    .put("aud", audience)
                    .put("challenge", options.string("challenge"))
                    .put("device_jkt", device.jkt())
                    .build()));
    String jws =
        card.withHeader(card.jws(CardJws.Type.ENROLMENT, payload.apply(asked)).compact(), header);
    byte[] signed = Pae.encode(TYPE, Digest.sha256(Bytes.utf8(jws).toArray()).toArray());
    return post(
        "/v1/enrolments",
        JsonObject.builder()
            .put("enrolment_id", options.string("enrolment_id"))
            .put("device", device.verifying().jwk())
            .put("device_sig", Bytes.of(signingDevice.signing().sign(signed)))
            .put("jws", jws)
            .put("pin_each_use", true)
            .put("token_name", "test card")
            .build());
  }

  /** The whole of it, with a smart card. */
  Answer run(String code, SoftwareCard card) {
    return finish(options(code), card, UnaryOperator.identity());
  }

  /** The whole of it. */
  Answer run(String code, SoftToken token) {
    return finish(options(code), token);
  }

  ApiClient client(EmbeddedGateway gateway, Clock clock) {
    return new ApiClient(gateway.base(), gateway.identity().issuer(), device.jkt(), device, clock);
  }

  private Answer post(String path, JsonObject body) {
    return new ApiClient(base, "", "", device, Clock.systemUTC())
        .send(
            HttpRequest.newBuilder(base.resolve(path))
                .POST(BodyPublishers.ofByteArray(JsonWriter.compact(body))));
  }

  static Bytes bytes(String base64Url) {
    try {
      return Bytes.fromBase64Url(base64Url);
    } catch (RefusedException malformed) {
      throw new AssertionError(malformed);
    }
  }
}
