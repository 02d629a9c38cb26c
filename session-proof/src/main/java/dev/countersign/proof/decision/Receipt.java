package dev.countersign.proof.decision;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.Version;

/**
 * The gateway's signed word that it verified and consumed a proof ({@code docs/protocol.md} §8).
 *
 * @param challenge the {@code C} of the proof
 * @param sequence the gateway's number of this decision, rising
 * @param verifiedAt Unix seconds by the store's clock
 * @param witnessedSize the size of the device's log head that the gateway now holds
 */
public record Receipt(
    String issuer,
    Digest requestSha256,
    Digest challenge,
    long sequence,
    Decision decision,
    Assurance assurance,
    long verifiedAt,
    long witnessedSize,
    TreeHash witnessedRoot) {

  /** What the token's evidence is worth. */
  public enum Assurance {
    /** A hardware-held key with presence and verification of its user. */
    USER_VERIFIED("user_verified"),
    /** A card's key that was not proven to ask for its PIN on every use. */
    POSSESSION("possession"),
    /** The demo's software key: worth nothing outside a demo. */
    DEMO("demo");

    private final String wire;

    Assurance(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }
  }

  /**
   * Reads a receipt and checks its signature and that it is for this request and proof.
   *
   * @throws RefusedException with the code of the first check that fails
   */
  public static Receipt verify(
      byte[] wire, GatewayKeys pinned, Digest requestSha256, Digest challenge)
      throws RefusedException {
    Receipt receipt = verify(wire, pinned, requestSha256);
    if (!receipt.challenge.equals(challenge)) {
      throw new RefusedException(RefusalCode.REQUEST_MISMATCH, "the receipt is for another proof");
    }
    return receipt;
  }

  /**
   * The same for a reader who lost the proof: that the receipt is for this request. Which decision
   * it counted is in it.
   *
   * @throws RefusedException with the code of the first check that fails
   */
  public static Receipt verify(byte[] wire, GatewayKeys pinned, Digest requestSha256)
      throws RefusedException {
    Envelope envelope = Envelope.parse(wire, PayloadType.RECEIPT);
    GatewayKeys.Pinned key = pinned.byKeyid(envelope.keyid());
    envelope.requireSignedBy(key.key(), RefusalCode.BAD_REQUEST_SIGNATURE);
    Receipt receipt = read(envelope.json());
    key.requireValidAt(receipt.verifiedAt);
    if (!receipt.issuer.equals(pinned.issuer())) {
      throw new RefusedException(RefusalCode.WRONG_ISSUER, "the receipt names another issuer");
    }
    if (!receipt.requestSha256.equals(requestSha256)) {
      throw new RefusedException(
          RefusalCode.REQUEST_MISMATCH, "the receipt is for another request");
    }
    return receipt;
  }

  private static Receipt read(JsonObject payload) throws RefusedException {
    ObjectReader reader = new ObjectReader(payload, "receipt", RefusalCode.MALFORMED_ENVELOPE);
    Version.require(reader);
    ObjectReader witnessed = reader.reader("witnessed");
    Receipt receipt =
        new Receipt(
            reader.identifier("iss"),
            new Digest(reader.bytes("request_sha256", Digest.SIZE)),
            new Digest(reader.bytes("challenge", Digest.SIZE)),
            reader.unsigned("seq"),
            Decision.read(reader),
            assurance(reader),
            reader.unsigned("verified_at"),
            witnessed.unsigned("size"),
            TreeHash.of(witnessed.bytes("root", TreeHash.LENGTH).toArray()));
    witnessed.end();
    reader.end();
    return receipt;
  }

  private static Assurance assurance(ObjectReader reader) throws RefusedException {
    String text = reader.string("assurance");
    for (Assurance assurance : Assurance.values()) {
      if (assurance.wire.equals(text)) {
        return assurance;
      }
    }
    throw reader.refused("assurance", "is not one of the listed values");
  }

  /** The payload to sign. */
  public JsonObject json() {
    return JsonObject.builder()
        .put("v", Version.CURRENT)
        .put("iss", issuer)
        .put("request_sha256", requestSha256.value())
        .put("challenge", challenge.value())
        .put("seq", sequence)
        .put("decision", decision.wire())
        .put("assurance", assurance.wire())
        .put("verified_at", verifiedAt)
        .put(
            "witnessed",
            JsonObject.builder()
                .put("size", witnessedSize)
                .put("root", witnessedRoot.base64Url())
                .build())
        .build();
  }
}
