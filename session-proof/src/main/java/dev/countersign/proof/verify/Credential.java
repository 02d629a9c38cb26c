package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.SubjectKey;
import java.util.List;

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
    return switch (reader.string("kind")) {
      case Fido2.KIND ->
          new Fido2(
              reader.bytes("credential_id"),
              CoseKey.read(reader.bytes("cose"), code),
              reader.identifier("aaguid"));
      case Card.KIND -> X509TrustJson.card(reader, true, code);
      case Card.POSSESSION -> X509TrustJson.card(reader, false, code);
      default ->
          throw new RefusedException(
              RefusalCode.UNSUPPORTED_FEATURE, "a kind of token that this version lacks");
    };
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

  /**
   * A smart card's key with the certificate under which it was enrolled; what is pinned is the key.
   *
   * @param chain the leaf first, then each one's issuer; without the root
   * @param userVerified whether enrolment proved that the key asks for its PIN on every use
   */
  record Card(SubjectKey key, List<Certificate> chain, boolean userVerified) implements Credential {
    /** A card that asks for its PIN on every use: a signature verifies its user. */
    public static final String KIND = "x509";

    /** Any other card: a signature shows possession, and policy says whether that is enough. */
    public static final String POSSESSION = "x509_possession";

    public Card {
      chain = List.copyOf(chain);
    }

    /**
     * A card with this chain.
     *
     * @throws RefusedException {@code certificate_not_allowed} if its key cannot make evidence
     */
    public static Card of(List<Certificate> chain, boolean userVerified) throws RefusedException {
      SubjectKey key =
          chain
              .getFirst()
              .key()
              .filter(found -> found.jwsAlgorithm().isPresent())
              .orElseThrow(() ->
                  new RefusedException(
                      RefusalCode.CERTIFICATE_NOT_ALLOWED,
                      "the card's key is not P-256, P-384 or RSA of 2048 to 4096 bits"));
      return new Card(key, chain, userVerified);
    }

    @Override
    public String kind() {
      return userVerified ? KIND : POSSESSION;
    }

    @Override
    public TokenId id() {
      return new TokenId.CardKey(key.thumbprint());
    }

    @Override
    public void put(JsonObject.Builder json) {
      json.put("kind", kind()).put("x5c", X509TrustJson.x5c(chain));
    }
  }
}
