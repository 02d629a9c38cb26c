package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.x509.JwsAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.BigIntegers;

/**
 * The key of a card or an authority, in software, derived from a name; its signatures are the same
 * in every run (RFC 6979; a fixed salt for PSS), so that vectors can be made again.
 */
public final class TestCardKey {
  private final JwsAlgorithm algorithm;
  private final AsymmetricKeyParameter privateKey;
  private final AsymmetricKeyParameter publicKey;

  private TestCardKey(
      JwsAlgorithm algorithm, AsymmetricKeyParameter privateKey, AsymmetricKeyParameter publicKey) {
    this.algorithm = algorithm;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** The P-256 key of a name. */
  public static TestCardKey p256(String name) {
    return ec(name, "P-256", SECObjectIdentifiers.secp256r1, JwsAlgorithm.ES256);
  }

  /** The P-384 key of a name. */
  public static TestCardKey p384(String name) {
    return ec(name, "P-384", SECObjectIdentifiers.secp384r1, JwsAlgorithm.ES384);
  }

  private static TestCardKey ec(
      String name, String curve, ASN1ObjectIdentifier oid, JwsAlgorithm algorithm) {
    ECNamedDomainParameters domain =
        new ECNamedDomainParameters(oid, CustomNamedCurves.getByName(curve));
    BigInteger d =
        stream("card key " + name, domain.getN().bitLength())
            .mod(domain.getN().subtract(BigInteger.ONE))
            .add(BigInteger.ONE);
    return new TestCardKey(
        algorithm,
        new ECPrivateKeyParameters(d, domain),
        new ECPublicKeyParameters(domain.getG().multiply(d), domain));
  }

  /** The RSA key of a name: the primes that follow its two numbers. */
  public static TestCardKey rsa(String name, int bits) {
    return rsa(name, bits, 65_537);
  }

  /** The same with another public exponent, an odd prime. */
  public static TestCardKey rsa(String name, int bits, int exponent) {
    BigInteger e = BigInteger.valueOf(exponent);
    BigInteger p = prime(name + " p", bits / 2, e);
    BigInteger q = prime(name + " q", bits / 2, e);
    BigInteger p1 = p.subtract(BigInteger.ONE);
    BigInteger q1 = q.subtract(BigInteger.ONE);
    BigInteger n = p.multiply(q);
    BigInteger d = e.modInverse(p1.multiply(q1));
    return new TestCardKey(
        JwsAlgorithm.PS256,
        new RSAPrivateCrtKeyParameters(n, e, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p)),
        new RSAKeyParameters(false, n, e));
  }

  private static BigInteger prime(String name, int bits, BigInteger e) {
    // Both highest bits set, so that the product has all its bits.
    BigInteger from = stream(name, bits).setBit(bits - 1).setBit(bits - 2);
    BigInteger prime = from.nextProbablePrime();
    while (!prime.subtract(BigInteger.ONE).gcd(e).equals(BigInteger.ONE)) {
      prime = prime.nextProbablePrime();
    }
    return prime;
  }

  private static BigInteger stream(String name, int bits) {
    ByteBuffer bytes = ByteBuffer.allocate((bits + 7) / 8 + Digest.SIZE);
    for (int i = 0; bytes.remaining() >= Digest.SIZE; i++) {
      bytes.put(TestKeys.bytes32(name + " " + i).toArray());
    }
    return new BigInteger(1, bytes.array()).mod(BigInteger.ONE.shiftLeft(bits));
  }

  public JwsAlgorithm algorithm() {
    return algorithm;
  }

  /** SubjectPublicKeyInfo, DER. */
  public byte[] spki() {
    try {
      return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey).getEncoded("DER");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A signature as a card makes it for a JWS. */
  public Bytes signJws(byte[] message) {
    return switch (algorithm) {
      case ES256 -> p1363(rs(message), 32);
      case ES384 -> p1363(rs(message), 48);
      case PS256 -> signPss(message, 32);
    };
  }

  /** RSASSA-PSS with a salt of so many bytes. */
  public Bytes signPss(byte[] message, int salt) {
    PSSSigner signer =
        new PSSSigner(
            new RSAEngine(),
            new SHA256Digest(),
            new SHA256Digest(),
            TestKeys.bytes32("salt").slice(0, salt).toArray());
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    try {
      return Bytes.of(signer.generateSignature());
    } catch (CryptoException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The algorithm with which an authority's key signs. */
  public AlgorithmIdentifier signatureAlgorithm() {
    return switch (algorithm) {
      case ES256 -> new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));
      case ES384 -> new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.3"));
      case PS256 ->
          new AlgorithmIdentifier(
              new ASN1ObjectIdentifier("1.2.840.113549.1.1.11"), DERNull.INSTANCE);
    };
  }

  /** A signature as an authority makes it. */
  public byte[] sign(byte[] message) {
    try {
      if (algorithm == JwsAlgorithm.PS256) {
        RSADigestSigner signer = new RSADigestSigner(new SHA256Digest());
        signer.init(true, privateKey);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
      }
      BigInteger[] rs = rs(message);
      return StandardDSAEncoding.INSTANCE.encode(
          ((ECPrivateKeyParameters) privateKey).getParameters().getN(), rs[0], rs[1]);
    } catch (CryptoException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private BigInteger[] rs(byte[] message) {
    org.bouncycastle.crypto.ExtendedDigest digest =
        algorithm == JwsAlgorithm.ES256 ? new SHA256Digest() : new SHA384Digest();
    byte[] hash = new byte[digest.getDigestSize()];
    digest.update(message, 0, message.length);
    digest.doFinal(hash, 0);
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(digest));
    signer.init(true, privateKey);
    return signer.generateSignature(hash);
  }

  private static Bytes p1363(BigInteger[] rs, int size) {
    byte[] signature = new byte[2 * size];
    BigIntegers.asUnsignedByteArray(rs[0], signature, 0, size);
    BigIntegers.asUnsignedByteArray(rs[1], signature, size, size);
    return Bytes.of(signature);
  }
}
