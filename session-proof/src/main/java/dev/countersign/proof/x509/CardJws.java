package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A compact JWS (RFC 7515 §7.1) of a card: {@code base64url(header) "." base64url(payload) "."
 * base64url(signature)}, each part unpadded and canonical. Its header has exactly one
 * serialisation, {@code {"alg":…,"typ":…,"x5c":[…],"x5t#S256":…}}, so that there is nothing in it
 * to bend.
 *
 * @param chain the leaf first, then each one's issuer; without the root
 */
public record CardJws(
    Type type, JwsAlgorithm algorithm, List<Certificate> chain, Bytes payload, Bytes signature) {
  /** The longest chain. */
  public static final int MAX_CHAIN = 4;

  private static final RefusalCode CODE = RefusalCode.MALFORMED_JWS;

  /** What a JWS is for; one for one purpose is refused for every other. */
  public enum Type {
    /** Evidence of a decision; the payload is the statement {@code D}. */
    DECISION("decision+jws"),
    /** Evidence of a step-up; the payload is the statement {@code S}. */
    TOKEN_CHANGE("token-change+jws"),
    /** Proof of possession when a card is enrolled or its certificate renewed. */
    ENROLMENT("enrolment+jws"),
    /** Confirms an export of the audit log; it stays on the device that asked for it. */
    EXPORT("export+jws");

    private final String wire;

    Type(String wire) {
      this.wire = wire;
    }
  }

  /** Refuses a chain that could not be sent. */
  public CardJws {
    chain = List.copyOf(chain);
    if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
      throw new IllegalArgumentException("a chain has 1 to 4 certificates");
    }
  }

  /**
   * Reads a JWS; its signature and its certificates are not verified yet.
   *
   * @throws RefusedException {@code malformed_jws} or {@code malformed_certificate}
   */
  public static CardJws parse(String compact, Type type) throws RefusedException {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw new RefusedException(CODE, "not a compact JWS of three parts");
    }
    Bytes header = part(parts[0]);
    CardJws jws = read(header, type, part(parts[1]), part(parts[2]));
    if (!Bytes.of(jws.header()).equals(header)) {
      throw new RefusedException(CODE, "the JWS header is not in its one serialisation");
    }
    return jws;
  }

  private static CardJws read(Bytes header, Type type, Bytes payload, Bytes signature)
      throws RefusedException {
    ObjectReader reader;
    try {
      reader = new ObjectReader(StrictJson.parseObject(header.toArray()), "header", CODE);
    } catch (RefusedException notJson) {
      throw notJson.as(CODE);
    }
    JwsAlgorithm algorithm =
        JwsAlgorithm.named(reader.string("alg"))
            .orElseThrow(() -> reader.refused("alg", "is not ES256, ES384 or PS256"));
    if (!reader.string("typ").equals(type.wire)) {
      throw reader.refused("typ", "is not " + type.wire);
    }
    List<String> texts = reader.strings("x5c");
    if (texts.isEmpty() || texts.size() > MAX_CHAIN) {
      throw reader.refused("x5c", "does not hold 1 to 4 certificates");
    }
    List<Certificate> chain = new ArrayList<>();
    for (String text : texts) {
      chain.add(Certificate.parseBase64(text));
    }
    if (!reader.bytes("x5t#S256").equals(chain.getFirst().thumbprint().value())) {
      throw reader.refused("x5t#S256", "is not the digest of the first certificate");
    }
    reader.end();
    return new CardJws(type, algorithm, chain, payload, signature);
  }

  private static Bytes part(String text) throws RefusedException {
    try {
      return Bytes.fromBase64Url(text);
    } catch (RefusedException notBase64Url) {
      throw notBase64Url.as(CODE);
    }
  }

  /** The certificate of the signer. */
  public Certificate leaf() {
    return chain.getFirst();
  }

  /**
   * What a card signs for a payload (RFC 7515 §5.1): put the signature beside it with {@link
   * #sealed}.
   */
  public static CardJws draft(
      Type type, JwsAlgorithm algorithm, List<Certificate> chain, Bytes payload) {
    return new CardJws(type, algorithm, chain, payload, Bytes.of(new byte[0]));
  }

  /** The same with the card's signature. */
  public CardJws sealed(Bytes made) {
    return new CardJws(type, algorithm, chain, payload, made);
  }

  /** The bytes that are signed. */
  public byte[] signingInput() {
    return (Bytes.of(header()).base64Url() + "." + payload.base64Url())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether the leaf's key made the signature; never throws for hostile input. */
  public boolean isSignedBy(SubjectKey key) {
    return key.verifiesJws(signingInput(), signature.toArray());
  }

  private byte[] header() {
    Digest thumbprint = leaf().thumbprint();
    return JsonWriter.compact(
        JsonObject.builder()
            .put("alg", algorithm.name())
            .put("typ", type.wire)
            .put("x5c", JsonArray.ofStrings(chain.stream().map(Certificate::base64).toList()))
            .put("x5t#S256", thumbprint.value())
            .build());
  }

  /** The text that travels. */
  public String compact() {
    return new String(signingInput(), StandardCharsets.US_ASCII) + "." + signature.base64Url();
  }
}
