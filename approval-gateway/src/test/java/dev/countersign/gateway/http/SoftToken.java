package dev.countersign.gateway.http;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A FIDO2 key made of software for these tests: packed attestation, one credential. */
final class SoftToken {
  private static final byte UP_UV_AT = 0x45;
  private static final byte UP_UV = 0x05;

  /** A maker of tokens: an attestation root of its own. */
  record Maker(X509Certificate root, KeyPair rootKey, String organisation) {
    static Maker named(String organisation) {
      KeyPair key = keyPair();
      String name = "C=CH,O=" + organisation + ",CN=Test attestation root";
      return new Maker(certificate(name, name, key, key, true, new byte[16]), key, organisation);
    }

    SoftToken token(String aaguid) {
      return new SoftToken(this, UUID.fromString(aaguid));
    }
  }

  final Bytes credentialId;
  private final Maker maker;
  private final byte[] aaguid;
  private final KeyPair key = keyPair();
  private int counter = 1;

  private SoftToken(Maker maker, UUID model) {
    this.maker = maker;
    this.aaguid =
        ByteBuffer.allocate(16)
            .putLong(model.getMostSignificantBits())
            .putLong(model.getLeastSignificantBits())
            .array();
    byte[] id = new byte[32];
    new SecureRandom().nextBytes(id);
    this.credentialId = Bytes.of(id);
  }

  /** The attestation object for client data, with user verification. */
  Bytes attest(String rpId, Bytes clientData) {
    return attest(rpId, clientData, UP_UV_AT);
  }

  Bytes attest(String rpId, Bytes clientData, byte flags) {
    ByteArrayOutputStream auth = new ByteArrayOutputStream();
    auth.writeBytes(head(rpId, flags));
    auth.writeBytes(aaguid);
    auth.writeBytes(new byte[] {0, (byte) credentialId.size()});
    auth.writeBytes(credentialId.toArray());
    auth.writeBytes(cose());
    KeyPair leafKey = keyPair();
    String subject = "C=CH,O=" + maker.organisation() + ",OU=Authenticator Attestation,CN=Test key";
    X509Certificate leaf =
        certificate(
            subject,
            "C=CH,O=" + maker.organisation() + ",CN=Test attestation root",
            leafKey,
            maker.rootKey(),
            false,
            aaguid);
    byte[] signature = sign(leafKey, auth.toByteArray(), clientData);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xa3);
    text(out, "fmt");
    text(out, "packed");
    text(out, "attStmt");
    out.write(0xa3);
    text(out, "alg");
    out.write(0x26); // -7, ES256
    text(out, "sig");
    bytes(out, signature);
    text(out, "x5c");
    out.write(0x81);
    bytes(out, encoded(leaf));
    text(out, "authData");
    bytes(out, auth.toByteArray());
    return Bytes.of(out.toByteArray());
  }

  /** The authenticator data of an assertion; the counter rises. */
  Bytes authenticatorData(String rpId) {
    counter++;
    return Bytes.of(head(rpId, UP_UV));
  }

  /** The DER signature of an assertion. */
  Bytes sign(Bytes authenticatorData, Bytes clientData) {
    return Bytes.of(sign(key, authenticatorData.toArray(), clientData));
  }

  private byte[] head(String rpId, byte flags) {
    byte[] rp = Digest.sha256(rpId.getBytes(StandardCharsets.UTF_8)).toArray();
    return ByteBuffer.allocate(37).put(rp).put(flags).putInt(counter).array();
  }

  private byte[] cose() {
    ECPublicKey ec = (ECPublicKey) key.getPublic();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
    bytes(out, coordinate(ec.getW().getAffineX()));
    out.write(0x22);
    bytes(out, coordinate(ec.getW().getAffineY()));
    return out.toByteArray();
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int from = Math.max(0, bytes.length - 32);
    System.arraycopy(bytes, from, fixed, 32 - (bytes.length - from), bytes.length - from);
    return fixed;
  }

  private static byte[] sign(KeyPair key, byte[] authData, Bytes clientData) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(key.getPrivate());
      signer.update(authData);
      signer.update(Digest.sha256(clientData.toArray()).toArray());
      return signer.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.write(0x60 | text.length());
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void bytes(ByteArrayOutputStream out, byte[] bytes) {
    if (bytes.length < 24) {
      out.write(0x40 | bytes.length);
    } else if (bytes.length < 256) {
      out.write(0x58);
      out.write(bytes.length);
    } else {
      out.write(0x59);
      out.write(bytes.length >> 8);
      out.write(bytes.length);
    }
    out.writeBytes(bytes);
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static X509Certificate certificate(
      String subject, String issuer, KeyPair key, KeyPair signer, boolean ca, byte[] model) {
    try {
      Instant start = Instant.parse("2026-01-01T00:00:00Z");
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(start),
              Date.from(start.plusSeconds(10L * 365 * 86400)),
              new X500Name(subject),
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (!ca) {
        builder.addExtension(
            new ASN1ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4"), false, new DEROctetString(model));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
