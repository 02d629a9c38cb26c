package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * A question about one certificate to an OCSP responder (RFC 6960 §4.1), unsigned. Without a nonce
 * it is the one that the lightweight profile has (RFC 5019 §2.1), the same bytes each time.
 */
public final class OcspRequest {
  /** Of a nonce (RFC 9654 §2.1). */
  public static final int NONCE_BYTES = 32;

  private final Hash hash;
  private final OcspAnswer.CertId id;
  private final Optional<Bytes> nonce;

  private OcspRequest(Hash hash, OcspAnswer.CertId id, Optional<Bytes> nonce) {
    this.hash = hash;
    this.id = id;
    this.nonce = nonce;
  }

  /** With which digest the issuer is named; nothing is signed with it. */
  public enum Naming {
    /** The one that every responder knows (RFC 5019 §2.1.1). */
    SHA1,
    SHA256;

    private Hash hash() {
      return this == SHA1 ? Hash.SHA1 : Hash.SHA256;
    }
  }

  /**
   * What came as an answer to a question: read, about the certificate, with the nonce that was
   * sent. Neither its signature nor its freshness was looked at.
   *
   * @param thisUpdate of the youngest answer about the certificate, Unix seconds
   * @param unknown whether that answer is that the responder does not know the certificate
   */
  public record Reply(OcspResponse response, Bytes der, long thisUpdate, boolean unknown) {}

  /** A question about a certificate. */
  public static OcspRequest about(Certificate certificate, Certificate issuer, Naming naming) {
    Hash hash = naming.hash();
    return new OcspRequest(hash, OcspAnswer.CertId.of(certificate, issuer, hash), Optional.empty());
  }

  /**
   * The same question, to which nothing made before can be the answer.
   *
   * @param random of {@value #NONCE_BYTES} bytes
   */
  public OcspRequest withNonce(Bytes random) {
    if (random.size() != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce has " + NONCE_BYTES + " bytes");
    }
    return new OcspRequest(hash, id, Optional.of(random));
  }

  /** Whether it has a nonce. */
  public boolean hasNonce() {
    return nonce.isPresent();
  }

  /** OCSPRequest, DER. */
  public byte[] der() {
    ASN1ObjectIdentifier algorithm =
        new ASN1ObjectIdentifier(hash == Hash.SHA1 ? "1.3.14.3.2.26" : "2.16.840.1.101.3.4.2.1");
    DERSequence certId =
        sequence(
            sequence(algorithm, DERNull.INSTANCE),
            new DEROctetString(id.issuerName().toArray()),
            new DEROctetString(id.issuerKey().toArray()),
            new ASN1Integer(id.serial()));
    DERSequence list = sequence(sequence(certId));
    DERSequence content =
        nonce.isPresent()
            ? sequence(list, new DERTaggedObject(true, 2, sequence(extension())))
            : sequence(list);
    return encoded(sequence(content));
  }

  private DERSequence extension() {
    return sequence(
        new ASN1ObjectIdentifier(OcspExtensions.NONCE), new DEROctetString(nonceValue().toArray()));
  }

  /** An OCTET STRING of its own inside the extension's. */
  private Bytes nonceValue() {
    return Bytes.of(encoded(new DEROctetString(nonce.orElseThrow().toArray())));
  }

  /**
   * Reads what a responder sent.
   *
   * @throws RefusedException {@code malformed_certificate} if it is no successful basic response,
   *     has no answer about the certificate named as it was asked for, or not the nonce
   */
  public Reply read(Bytes der) throws RefusedException {
    OcspResponse response = OcspResponse.parse(der);
    if (nonce.isPresent() && !response.nonce().equals(Optional.of(nonceValue()))) {
      throw new RefusedException(
          RefusalCode.MALFORMED_CERTIFICATE, "the response does not have the nonce that was sent");
    }
    OcspAnswer youngest =
        response.answers().stream()
            .filter(answer -> answer.hash().equals(Optional.of(hash)) && answer.id().equals(id))
            .max(Comparator.comparingLong(OcspAnswer::thisUpdate))
            .orElseThrow(() ->
                new RefusedException(
                    RefusalCode.MALFORMED_CERTIFICATE,
                    "the response is not about the certificate that was asked for"));
    return new Reply(response, der, youngest.thisUpdate(), youngest.unknown());
  }

  private static DERSequence sequence(ASN1Encodable... elements) {
    return new DERSequence(elements);
  }

  private static byte[] encoded(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded("DER");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // nothing but memory is written to
    }
  }
}
