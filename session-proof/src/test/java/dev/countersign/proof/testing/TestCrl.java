package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** A CRL to be issued: good and empty by default, and each method bends one place. */
public final class TestCrl {
  private final TestAuthority authority;
  private final ASN1EncodableVector entries = new ASN1EncodableVector();
  private final ASN1EncodableVector extensions = new ASN1EncodableVector();
  private TestCardKey signer;
  private long thisUpdate = Fixture.ISSUED_AT - 3600;
  private OptionalLong nextUpdate = OptionalLong.of(Fixture.ISSUED_AT + 86_400);

  TestCrl(TestAuthority authority) {
    this.authority = authority;
    this.signer = authority.key();
  }

  public TestCrl revoked(BigInteger serial, long at) {
    entries.add(
        new DERSequence(new ASN1Encodable[] {new ASN1Integer(serial), TestCertificate.time(at)}));
    return this;
  }

  /** An entry with an extension of its own. */
  public TestCrl revoked(BigInteger serial, long at, String oid, boolean critical, byte[] value) {
    entries.add(
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1Integer(serial),
              TestCertificate.time(at),
              new DERSequence(extension(oid, critical, value))
            }));
    return this;
  }

  /** An entry with the moment from which the certificate was not to be trusted any more. */
  public TestCrl invalidSince(BigInteger serial, long at, long since) {
    return revoked(
        serial,
        at,
        "2.5.29.24",
        false,
        TestCertificate.encoded(TestCertificate.generalizedTime(since)));
  }

  public TestCrl with(String oid, boolean critical, byte[] value) {
    extensions.add(extension(oid, critical, value));
    return this;
  }

  /** For certificates of users (1) or authorities (2) only. */
  public TestCrl only(int tag) {
    return with(
        "2.5.29.28",
        true,
        TestCertificate.encoded(
            new DERSequence(new DERTaggedObject(false, tag, ASN1Boolean.TRUE))));
  }

  public TestCrl updates(long from, OptionalLong next) {
    thisUpdate = from;
    nextUpdate = next;
    return this;
  }

  public TestCrl signedBy(TestCardKey other) {
    signer = other;
    return this;
  }

  private static DERSequence extension(String oid, boolean critical, byte[] value) {
    ASN1EncodableVector fields = new ASN1EncodableVector();
    fields.add(new ASN1ObjectIdentifier(oid));
    if (critical) {
      fields.add(ASN1Boolean.TRUE);
    }
    fields.add(new DEROctetString(value));
    return new DERSequence(fields);
  }

  /** The list, DER. */
  public Bytes der() {
    ASN1EncodableVector fields = new ASN1EncodableVector();
    fields.add(new ASN1Integer(1));
    fields.add(signer.signatureAlgorithm());
    fields.add(authority.name());
    fields.add(TestCertificate.time(thisUpdate));
    nextUpdate.ifPresent(next -> fields.add(TestCertificate.time(next)));
    if (entries.size() > 0) {
      fields.add(new DERSequence(entries));
    }
    if (extensions.size() > 0) {
      fields.add(new DERTaggedObject(true, 0, new DERSequence(extensions)));
    }
    return Bytes.of(TestCertificate.signed(new DERSequence(fields), signer));
  }
}
