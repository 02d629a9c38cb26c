package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.x509.Certificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** An OCSP response to be made: good by default, and each method bends one place. */
public final class TestOcsp {
  private final Certificate about;
  private final List<Certificate> certificates = new ArrayList<>();
  private TestCardKey signer;
  private X500Name issuerName;
  private TestCardKey issuerKey;
  private X500Name responder;
  private ASN1Encodable status = new DERTaggedObject(false, 0, DERNull.INSTANCE);
  private long thisUpdate = Fixture.ISSUED_AT - 3600;
  private OptionalLong nextUpdate = OptionalLong.of(Fixture.ISSUED_AT + 86_400);
  private String hash = "SHA-1";
  private Optional<Bytes> nonce = Optional.empty();
  private boolean byKey;
  private int answer;

  TestOcsp(TestAuthority authority, Certificate about) {
    this.about = about;
    this.signer = authority.key();
    this.issuerName = authority.name();
    this.issuerKey = authority.key();
    this.responder = authority.name();
  }

  public TestOcsp revoked(long at) {
    status = new DERTaggedObject(false, 1, new DERSequence(TestCertificate.generalizedTime(at)));
    return this;
  }

  public TestOcsp unknown() {
    status = new DERTaggedObject(false, 2, DERNull.INSTANCE);
    return this;
  }

  public TestOcsp updates(long from, OptionalLong next) {
    thisUpdate = from;
    nextUpdate = next;
    return this;
  }

  /** The issuer is named with SHA-256. */
  public TestOcsp sha256() {
    hash = "SHA-256";
    return this;
  }

  /** The responder is named by its key. */
  public TestOcsp byKey() {
    byKey = true;
    return this;
  }

  /** The responder names itself as another authority. */
  public TestOcsp responder(TestAuthority other) {
    responder = other.name();
    return this;
  }

  /** The responder answers with an error of this number. */
  public TestOcsp error(int number) {
    answer = number;
    return this;
  }

  /** With this value of the nonce extension. */
  public TestOcsp nonce(Bytes value) {
    nonce = Optional.of(value);
    return this;
  }

  /** Another responder signs, with its certificate beside. */
  public TestOcsp by(TestCertificate other, Certificate issued) {
    signer = other.key();
    responder = other.subject();
    certificates.add(issued);
    return this;
  }

  /** The certificate is named as one that another key of this authority issued. */
  public TestOcsp issuerKey(TestCardKey other) {
    issuerKey = other;
    return this;
  }

  /** The certificate is named as one that this key issued under the name of another. */
  public TestOcsp issuerName(TestAuthority other) {
    issuerName = other.name();
    return this;
  }

  public TestOcsp signedBy(TestCardKey other) {
    signer = other;
    return this;
  }

  /** The response, DER. */
  public Bytes der() {
    ASN1EncodableVector data = new ASN1EncodableVector();
    data.add(
        byKey
            ? new DERTaggedObject(true, 2, new DEROctetString(digest("SHA-1", keyBits(signer))))
            : new DERTaggedObject(true, 1, responder));
    data.add(TestCertificate.generalizedTime(thisUpdate));
    data.add(new DERSequence(single()));
    nonce.ifPresent(value -> {
      ASN1EncodableVector extension = new ASN1EncodableVector();
      extension.add(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.2"));
      extension.add(new DEROctetString(value.toArray()));
      data.add(new DERTaggedObject(true, 1, new DERSequence(new DERSequence(extension))));
    });
    DERSequence content = new DERSequence(data);
    ASN1EncodableVector basic = new ASN1EncodableVector();
    basic.add(content);
    basic.add(signer.signatureAlgorithm());
    basic.add(new DERBitString(signer.sign(TestCertificate.encoded(content))));
    if (!certificates.isEmpty()) {
      ASN1EncodableVector list = new ASN1EncodableVector();
      certificates.forEach(each -> list.add(TestCertificate.primitive(each.der().toArray())));
      basic.add(new DERTaggedObject(true, 0, new DERSequence(list)));
    }
    ASN1EncodableVector typed = new ASN1EncodableVector();
    typed.add(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.1"));
    typed.add(new DEROctetString(TestCertificate.encoded(new DERSequence(basic))));
    ASN1EncodableVector response = new ASN1EncodableVector();
    response.add(new ASN1Enumerated(answer));
    if (answer == 0) {
      response.add(new DERTaggedObject(true, 0, new DERSequence(typed)));
    }
    return Bytes.of(TestCertificate.encoded(new DERSequence(response)));
  }

  private DERSequence single() {
    ASN1EncodableVector id = new ASN1EncodableVector();
    id.add(
        new AlgorithmIdentifier(
            new ASN1ObjectIdentifier(
                hash.equals("SHA-1") ? "1.3.14.3.2.26" : "2.16.840.1.101.3.4.2.1"),
            DERNull.INSTANCE));
    id.add(new DEROctetString(digest(hash, TestCertificate.encoded(issuerName))));
    id.add(new DEROctetString(digest(hash, keyBits(issuerKey))));
    id.add(new ASN1Integer(about.serial()));
    ASN1EncodableVector fields = new ASN1EncodableVector();
    fields.add(new DERSequence(id));
    fields.add(status);
    fields.add(TestCertificate.generalizedTime(thisUpdate));
    nextUpdate.ifPresent(
        next -> fields.add(new DERTaggedObject(true, 0, TestCertificate.generalizedTime(next))));
    return new DERSequence(fields);
  }

  private static byte[] keyBits(TestCardKey key) {
    return SubjectPublicKeyInfo.getInstance(key.spki()).getPublicKeyData().getBytes();
  }

  private static byte[] digest(String name, byte[] content) {
    try {
      return MessageDigest.getInstance(name).digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
