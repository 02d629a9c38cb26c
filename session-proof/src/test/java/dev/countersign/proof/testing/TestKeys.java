package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.crypto.P256SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/** Keys that anyone can derive from a name: the same in every run, and worth nothing. */
public final class TestKeys {
  private static final ECNamedDomainParameters P256 =
      new ECNamedDomainParameters(
          SECObjectIdentifiers.secp256r1, CustomNamedCurves.getByName("P-256"));

  private TestKeys() {}

  /** The P-256 key of a name. */
  public static P256SigningKey p256(String name) {
    BigInteger d = new BigInteger(1, seed(name)).mod(P256.getN().subtract(BigInteger.ONE));
    ECPrivateKeyParameters key = new ECPrivateKeyParameters(d.add(BigInteger.ONE), P256);
    try {
      return P256SigningKey.fromPkcs8(PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The Ed25519 key of a name. */
  public static Ed25519SigningKey ed25519(String name) {
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed(name), 0);
    try {
      return Ed25519SigningKey.fromPkcs8(
          PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** 32 bytes derived from a name, for nonces and the like. */
  public static Bytes bytes32(String name) {
    return Digest.sha256(seed(name)).value();
  }

  private static byte[] seed(String name) {
    return Digest.sha256(Bytes.utf8("countersign test key: " + name).toArray()).toArray();
  }
}
