package dev.countersign.proof.testing;

import dev.countersign.proof.x509.Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;

/** An authority that certifies cards and others, and says which of them are revoked. */
public final class TestAuthority {
  private final X500Name name;
  private final TestCardKey key;
  private final Certificate certificate;
  private final List<Certificate> above;

  private TestAuthority(
      X500Name name, TestCardKey key, Certificate certificate, List<Certificate> above) {
    this.name = name;
    this.key = key;
    this.certificate = certificate;
    this.above = List.copyOf(above);
  }

  /** A root with a P-256 key. */
  public static TestAuthority root(String name) {
    return root(TestCertificate.authority(name, TestCardKey.p256(name)).serial(1));
  }

  /** A root with this certificate, signed by itself. */
  public static TestAuthority root(TestCertificate own) {
    byte[] der = own.issuedBy(own.subject(), own.key());
    return new TestAuthority(own.subject(), own.key(), TestCertificate.read(der), List.of());
  }

  /** An authority below this one. */
  public TestAuthority sub(TestCertificate own) {
    Certificate issued = issue(own);
    List<Certificate> chain = new ArrayList<>(List.of(issued));
    chain.addAll(above);
    return new TestAuthority(own.subject(), own.key(), issued, chain);
  }

  /** Issues a certificate. */
  public Certificate issue(TestCertificate wanted) {
    return TestCertificate.read(der(wanted));
  }

  /** Issues a certificate, as bytes that need not be readable. */
  public byte[] der(TestCertificate wanted) {
    return wanted.issuedBy(name, key);
  }

  /** A certificate of this authority and those above it, without the root. */
  public List<Certificate> chain(TestCertificate wanted) {
    List<Certificate> chain = new ArrayList<>(List.of(issue(wanted)));
    chain.addAll(above);
    return chain;
  }

  /** An authority of the same name with another key. */
  public TestAuthority impostor() {
    return new TestAuthority(name, TestCardKey.p256("impostor " + name), certificate, above);
  }

  public Certificate certificate() {
    return certificate;
  }

  TestCardKey key() {
    return key;
  }

  X500Name name() {
    return name;
  }

  /** A list without entries, issued an hour before the fixture's request, good for a day. */
  public TestCrl crl() {
    return new TestCrl(this);
  }

  /** An answer about a certificate, as fresh as {@link #crl()}. */
  public TestOcsp ocsp(Certificate about) {
    return new TestOcsp(this, about);
  }
}
