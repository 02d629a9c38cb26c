package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Certificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A certificate to be issued: good by default, and each method bends one place. It is written from
 * ASN.1 values, so that what no library would issue can be made as well.
 */
public final class TestCertificate {
  /** The extended key usage that marks certificates for approvals in tests. */
  public static final String EKU = "1.3.6.1.4.1.55555.1.1";

  /** The certificate policy that does so. */
  public static final String POLICY = "1.3.6.1.4.1.55555.2.1";

  /** Extensions by OID. */
  private final Map<String, Extension> extensions = new LinkedHashMap<>();

  private final X500Name subject;
  private final TestCardKey key;
  private BigInteger serial;
  private final Set<String> doubled = new HashSet<>();
  private long notBefore = Fixture.ISSUED_AT - 30 * 86_400L;
  private long notAfter = Fixture.ISSUED_AT + 300 * 86_400L;
  private int version = 2;
  private Optional<AlgorithmIdentifier> innerAlgorithm = Optional.empty();

  private record Extension(boolean critical, ASN1Encodable value) {}

  private TestCertificate(String subject, TestCardKey key, long serial) {
    this.subject = new X500Name(subject);
    this.key = key;
    this.serial = BigInteger.valueOf(serial);
  }

  /** The certificate of a card. */
  public static TestCertificate card(String name, TestCardKey key) {
    return new TestCertificate("O=Example,CN=" + name, key, 4711).keyUsage(0).ekus(EKU);
  }

  /** The certificate of an authority. */
  public static TestCertificate authority(String name, TestCardKey key) {
    return new TestCertificate("O=Example,CN=" + name, key, 2)
        .with("2.5.29.19", true, new DERSequence(ASN1Boolean.TRUE))
        .keyUsage(5, 6);
  }

  public TestCertificate serial(long other) {
    return serial(BigInteger.valueOf(other));
  }

  public TestCertificate serial(BigInteger other) {
    serial = other;
    return this;
  }

  /** The extension stands twice. */
  public TestCertificate twice(String oid) {
    doubled.add(oid);
    return this;
  }

  /** The first and the last second of validity. */
  public TestCertificate valid(long from, long to) {
    notBefore = from;
    notAfter = to;
    return this;
  }

  public TestCertificate version(int other) {
    version = other;
    return this;
  }

  /** The algorithm named inside differs from the one beside the signature. */
  public TestCertificate innerAlgorithm(AlgorithmIdentifier other) {
    innerAlgorithm = Optional.of(other);
    return this;
  }

  public TestCertificate without(String oid) {
    extensions.remove(oid);
    return this;
  }

  public TestCertificate with(String oid, boolean critical, ASN1Encodable value) {
    extensions.put(oid, new Extension(critical, value));
    return this;
  }

  /** Bits of KeyUsage, by number. */
  public TestCertificate keyUsage(int... bits) {
    int flags = 0;
    int highest = 0;
    for (int bit : bits) {
      flags |= 0x80 >> bit;
      highest = Math.max(highest, bit);
    }
    return with("2.5.29.15", true, new DERBitString(new byte[] {(byte) flags}, 7 - highest));
  }

  public TestCertificate ekus(String... oids) {
    return with("2.5.29.37", false, sequence(List.of(oids)));
  }

  public TestCertificate policies(String... oids) {
    ASN1EncodableVector policies = new ASN1EncodableVector();
    for (String oid : oids) {
      policies.add(new DERSequence(new ASN1ObjectIdentifier(oid)));
    }
    return with("2.5.29.32", false, new DERSequence(policies));
  }

  public TestCertificate pathLength(int length) {
    return with(
        "2.5.29.19",
        true,
        new DERSequence(new ASN1Encodable[] {ASN1Boolean.TRUE, new ASN1Integer(length)}));
  }

  /** Permitted subtrees, as directory names. */
  public TestCertificate permitted(String... names) {
    ASN1EncodableVector trees = new ASN1EncodableVector();
    for (String name : names) {
      trees.add(new DERSequence(new DERTaggedObject(true, 4, new X500Name(name))));
    }
    return with(
        "2.5.29.30", true, new DERSequence(new DERTaggedObject(false, 0, new DERSequence(trees))));
  }

  /** A responder of OCSP. */
  public TestCertificate ocspResponder() {
    return ekus("1.3.6.1.5.5.7.3.9").with("1.3.6.1.5.5.7.48.1.5", false, DERNull.INSTANCE);
  }

  private static DERSequence sequence(List<String> oids) {
    ASN1EncodableVector values = new ASN1EncodableVector();
    oids.forEach(oid -> values.add(new ASN1ObjectIdentifier(oid)));
    return new DERSequence(values);
  }

  X500Name subject() {
    return subject;
  }

  TestCardKey key() {
    return key;
  }

  /** Issued by a name and key, DER. */
  byte[] issuedBy(X500Name issuer, TestCardKey issuerKey) {
    ASN1EncodableVector fields = new ASN1EncodableVector();
    fields.add(new DERTaggedObject(true, 0, new ASN1Integer(version)));
    fields.add(new ASN1Integer(serial));
    fields.add(innerAlgorithm.orElse(issuerKey.signatureAlgorithm()));
    fields.add(issuer);
    fields.add(new DERSequence(new ASN1Encodable[] {time(notBefore), time(notAfter)}));
    fields.add(subject);
    fields.add(primitive(key.spki()));
    ASN1EncodableVector all = new ASN1EncodableVector();
    extensions.forEach((oid, extension) -> {
      all.add(extension(oid, extension));
      if (doubled.contains(oid)) {
        all.add(extension(oid, extension));
      }
    });
    fields.add(new DERTaggedObject(true, 3, new DERSequence(all)));
    return signed(new DERSequence(fields), issuerKey);
  }

  private static DERSequence extension(String oid, Extension extension) {
    ASN1EncodableVector fields = new ASN1EncodableVector();
    fields.add(new ASN1ObjectIdentifier(oid));
    if (extension.critical()) {
      fields.add(ASN1Boolean.TRUE);
    }
    fields.add(new DEROctetString(encoded(extension.value())));
    return new DERSequence(fields);
  }

  /** The frame around signed content. */
  static byte[] signed(ASN1Encodable content, TestCardKey signer) {
    return encoded(
        new DERSequence(
            new ASN1Encodable[] {
              content, signer.signatureAlgorithm(), new DERBitString(signer.sign(encoded(content)))
            }));
  }

  static byte[] encoded(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded("DER");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static ASN1Primitive primitive(byte[] der) {
    try {
      return ASN1Primitive.fromByteArray(der);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** UTCTime, as RFC 5280 wants it until 2049. */
  static ASN1Encodable time(long seconds) {
    return new ASN1UTCTime(format("yyMMddHHmmss'Z'", seconds));
  }

  static ASN1Encodable generalizedTime(long seconds) {
    return new ASN1GeneralizedTime(format("yyyyMMddHHmmss'Z'", seconds));
  }

  private static String format(String pattern, long seconds) {
    return DateTimeFormatter.ofPattern(pattern)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochSecond(seconds));
  }

  /** Reads a certificate that a test made well. */
  public static Certificate read(byte[] der) {
    try {
      return Certificate.parse(Bytes.of(der));
    } catch (RefusedException broken) {
      throw new IllegalArgumentException("the test's own certificate is malformed", broken);
    }
  }
}
