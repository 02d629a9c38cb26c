package dev.countersign.bridge.demo.card;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certifies the keys of cards under a root of its own, drawn when it is made, and says which of
 * them are revoked. Its object identifiers are below the number that RFC 5612 sets aside for
 * examples. All is in memory and gone with it.
 */
public final class DemoCardAuthority {

  /** The extended key usage of certificates for approvals. */
  public static final String APPROVAL_EKU = "1.3.6.1.4.1.32473.1.1";

  /** The policy by which it states that a key asks for its PIN on every use. */
  public static final String PIN_POLICY = "1.3.6.1.4.1.32473.1.2";

  private static final X500Name NAME = new X500Name("O=Countersign demo,CN=Demo card authority");
  private static final Duration BEFORE = Duration.ofDays(1);
  private static final Duration LIFE = Duration.ofDays(365);
  private static final Duration LIST_LIFE = Duration.ofDays(7);
  private static final Duration LIST_BEFORE = Duration.ofSeconds(60);

  private final Clock clock;
  private final KeyPair key;
  private final byte[] root;
  private final SecureRandom random = new SecureRandom();
  private final Map<BigInteger, Instant> revoked = new LinkedHashMap<>();

  /**
   * What a certificate is to be.
   *
   * @param owner who holds the card
   * @param notAfter the last second of its validity
   * @param forApprovals whether it carries {@link #APPROVAL_EKU}; another one otherwise
   * @param pinOnEveryUse whether it states {@link #PIN_POLICY}
   */
  public record Wanted(
      String owner, PublicKey key, Instant notAfter, boolean forApprovals, boolean pinOnEveryUse) {}

  private DemoCardAuthority(Clock clock, KeyPair key, byte[] root) {
    this.clock = clock;
    this.key = key;
    this.root = root;
  }

  /** Draws a new root. The clock dates what it issues. */
  public static DemoCardAuthority create(Clock clock) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair key = generator.generateKeyPair();
      Instant now = clock.instant();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              BigInteger.ONE,
              Date.from(now.minus(BEFORE)),
              Date.from(now.plus(LIFE.multipliedBy(2))),
              NAME,
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return new DemoCardAuthority(clock, key, builder.build(signer(key)).getEncoded());
    } catch (GeneralSecurityException | IOException | OperatorCreationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Its own certificate, X.509 DER. */
  public byte[] root() {
    return root.clone();
  }

  /** A usual certificate for approvals, good for a year. */
  public Wanted usual(String owner, PublicKey cardKey, boolean pinOnEveryUse) {
    return new Wanted(owner, cardKey, clock.instant().plus(LIFE), true, pinOnEveryUse);
  }

  /** Issues a certificate, X.509 DER. */
  public byte[] issue(Wanted wanted) {
    X500Name subject =
        new X500NameBuilder()
            .addRDN(BCStyle.O, "Countersign demo")
            .addRDN(BCStyle.CN, wanted.owner())
            .build();
    Instant from = clock.instant().minus(BEFORE);
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(64, random).setBit(0),
            Date.from(from.isBefore(wanted.notAfter()) ? from : wanted.notAfter().minus(BEFORE)),
            Date.from(wanted.notAfter()),
            subject,
            wanted.key());
    try {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              wanted.forApprovals()
                  ? KeyPurposeId.getInstance(new ASN1ObjectIdentifier(APPROVAL_EKU))
                  : KeyPurposeId.id_kp_emailProtection));
      if (wanted.pinOnEveryUse()) {
        builder.addExtension(
            Extension.certificatePolicies,
            false,
            new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(PIN_POLICY))));
      }
      return builder.build(signer(key)).getEncoded();
    } catch (IOException | OperatorCreationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Revokes a certificate.
   *
   * @param serial its serial number
   */
  public synchronized void revoke(BigInteger serial) {
    revoked.put(serial, clock.instant());
  }

  /**
   * The list of revoked certificates as of now, good for a week; DER (RFC 5280 §5). It is dated a
   * little back: whoever asks for it has read the clock before, and a list from the future counts
   * for nothing.
   */
  public synchronized byte[] crl() {
    Instant issued = clock.instant().minus(LIST_BEFORE);
    X509v2CRLBuilder builder = new X509v2CRLBuilder(NAME, Date.from(issued));
    builder.setNextUpdate(Date.from(issued.plus(LIST_LIFE)));
    revoked.forEach((serial, since) ->
        builder.addCRLEntry(serial, Date.from(since), CRLReason.cessationOfOperation));
    try {
      return builder.build(signer(key)).getEncoded();
    } catch (IOException | OperatorCreationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ContentSigner signer(KeyPair key) throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
  }
}
