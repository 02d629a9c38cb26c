package dev.countersign.bridge.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An attestation root of its own and one certificate under it, shaped as WebAuthn §8.2.1 demands.
 */
final class DemoAttestation {

  private static final ASN1ObjectIdentifier FIDO_GEN_CE_AAGUID =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4");

  /** WebAuthn wants a country that exists; this one says nothing. */
  private static final X500Name ROOT_NAME =
      new X500Name("C=CH,O=Countersign demo,CN=Demo attestation root");

  private static final X500Name LEAF_NAME =
      new X500Name("C=CH,O=Countersign demo,OU=Authenticator Attestation,CN=Demo key (software)");

  private static final Duration BEFORE = Duration.ofDays(1);
  private static final Duration LIFE = Duration.ofDays(3650);

  private final byte[] rootDer;
  private final byte[] leafDer;
  private final PrivateKey key;

  private DemoAttestation(byte[] rootDer, byte[] leafDer, PrivateKey key) {
    this.rootDer = rootDer;
    this.leafDer = leafDer;
    this.key = key;
  }

  /** Draws new keys; the root's private key is forgotten at once. */
  static DemoAttestation create(byte[] aaguid, Instant now) {
    KeyPair rootKey = P256.generate();
    KeyPair leafKey = P256.generate();
    try {
      var rootBuilder = builder(ROOT_NAME, rootKey, now);
      rootBuilder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      rootBuilder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      var leafBuilder = builder(LEAF_NAME, leafKey, now);
      leafBuilder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      leafBuilder.addExtension(FIDO_GEN_CE_AAGUID, false, new DEROctetString(aaguid));
      return new DemoAttestation(
          signed(rootBuilder, rootKey), signed(leafBuilder, rootKey), leafKey.getPrivate());
    } catch (IOException | OperatorCreationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair key, Instant now) {
    return new JcaX509v3CertificateBuilder(
        ROOT_NAME,
        new BigInteger(64, new SecureRandom()).setBit(0),
        Date.from(now.minus(BEFORE)),
        Date.from(now.plus(LIFE)),
        subject,
        key.getPublic());
  }

  private static byte[] signed(JcaX509v3CertificateBuilder builder, KeyPair issuer)
      throws OperatorCreationException, IOException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
    return builder.build(signer).getEncoded();
  }

  /** Including the private key. */
  Map<Object, Object> save() {
    return Map.of("root", rootDer, "leaf", leafDer, "key", key.getEncoded());
  }

  static DemoAttestation restore(CtapParameters saved) throws CtapErrorException {
    return new DemoAttestation(
        saved.required("root", byte[].class),
        saved.required("leaf", byte[].class),
        P256.privateKey(saved.required("key", byte[].class)));
  }

  byte[] rootDer() {
    return rootDer.clone();
  }

  byte[] leafDer() {
    return leafDer.clone();
  }

  byte[] sign(byte[]... parts) {
    return P256.sign(key, parts);
  }
}
