package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Optional;

/**
 * An X.509 version 3 certificate in strict DER (RFC 5280 §4.1), read once. Being readable says
 * nothing about trust: that is {@link CertificatePath}'s to find out.
 */
public final class Certificate {
  /** The largest certificate, in bytes. */
  public static final int MAX_BYTES = 8 * 1024;

  private static final int VERSION_TAG = 0xa0;
  private static final int EXTENSIONS_TAG = 0xa3;
  private static final int VERSION_3 = 2;
  private static final int MAX_SERIAL_BITS = 160;

  private final Bytes der;
  private final Signed signed;
  private final BigInteger serial;
  private final DistinguishedName issuer;
  private final long notBefore;
  private final long notAfter;
  private final DistinguishedName subject;
  private final Bytes spki;
  private final Optional<SubjectKey> key;
  private final Extensions extensions;

  private Certificate(Bytes der) throws RefusedException {
    this.der = der;
    DerReader whole = DerReader.over(der.toArray(), RefusalCode.MALFORMED_CERTIFICATE);
    DerReader frame = whole.sequence();
    whole.end();
    signed = Signed.read(frame);
    frame.end();
    DerReader fields = frame.over(signed.content()).sequence();
    requireVersion3(fields);
    serial = serial(fields);
    if (!fields.element(DerReader.SEQUENCE).equals(signed.identifier())) {
      throw fields.refused("the two algorithm identifiers differ");
    }
    issuer = DistinguishedName.read(fields);
    DerReader validity = fields.sequence();
    notBefore = DerTime.read(validity);
    notAfter = DerTime.read(validity);
    validity.end();
    subject = DistinguishedName.read(fields);
    spki = fields.element(DerReader.SEQUENCE);
    key = SubjectKey.read(spki, fields.over(spki));
    DerReader outer = fields.constructed(EXTENSIONS_TAG);
    extensions = Extensions.read(outer.sequence());
    outer.end();
    fields.end();
  }

  /**
   * Reads a certificate.
   *
   * @throws RefusedException {@code malformed_certificate}
   */
  public static Certificate parse(Bytes der) throws RefusedException {
    if (der.size() > MAX_BYTES) {
      throw new RefusedException(
          RefusalCode.MALFORMED_CERTIFICATE, "a certificate is larger than 8 KiB");
    }
    return new Certificate(der);
  }

  /**
   * Reads standard base64 (RFC 4648 §4) with its padding, as {@code x5c} holds it.
   *
   * @throws RefusedException {@code malformed_certificate}
   */
  public static Certificate parseBase64(String text) throws RefusedException {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw new RefusedException(
          RefusalCode.MALFORMED_CERTIFICATE, "a certificate is not base64", notBase64);
    }
    // The platform decoder also takes missing padding and left-over bits.
    if (!Base64.getEncoder().encodeToString(decoded).equals(text)) {
      throw new RefusedException(
          RefusalCode.MALFORMED_CERTIFICATE, "a certificate is not canonical base64");
    }
    return parse(Bytes.of(decoded));
  }

  private static void requireVersion3(DerReader fields) throws RefusedException {
    DerReader version = fields.constructed(VERSION_TAG);
    if (version.smallInteger(DerReader.INTEGER) != VERSION_3) {
      throw fields.refused("not version 3");
    }
    version.end();
  }

  private static BigInteger serial(DerReader fields) throws RefusedException {
    BigInteger serial = fields.integer();
    if (serial.signum() <= 0 || serial.bitLength() > MAX_SERIAL_BITS) {
      throw fields.refused("the serial number is not 1 to 20 bytes");
    }
    return serial;
  }

  /** The certificate as it came. */
  public Bytes der() {
    return der;
  }

  /** Standard base64 with padding, as {@code x5c} holds it. */
  public String base64() {
    return Base64.getEncoder().encodeToString(der.toArray());
  }

  /** SHA-256 of the certificate. */
  public Digest thumbprint() {
    return Digest.sha256(der.toArray());
  }

  /** The public key; none if it is of a kind or size that is not supported. */
  public Optional<SubjectKey> key() {
    return key;
  }

  /** SHA-256 of the SubjectPublicKeyInfo: what an enrolment pins, and a token's id. */
  public Digest keyThumbprint() {
    return Digest.sha256(spki.toArray());
  }

  /** The first second of validity, Unix seconds. */
  public long notBefore() {
    return notBefore;
  }

  /** The last second of validity, Unix seconds. */
  public long notAfter() {
    return notAfter;
  }

  public BigInteger serial() {
    return serial;
  }

  Signed signed() {
    return signed;
  }

  DistinguishedName issuer() {
    return issuer;
  }

  DistinguishedName subject() {
    return subject;
  }

  Bytes spki() {
    return spki;
  }

  Extensions extensions() {
    return extensions;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Certificate that && der.equals(that.der);
  }

  @Override
  public int hashCode() {
    return der.hashCode();
  }

  @Override
  public String toString() {
    return "certificate " + thumbprint();
  }

  /** Whether both are certificates of one name and one key. */
  public boolean isOfSameAuthorityAs(Certificate other) {
    return subject().equals(other.subject()) && spki().equals(other.spki());
  }
}
