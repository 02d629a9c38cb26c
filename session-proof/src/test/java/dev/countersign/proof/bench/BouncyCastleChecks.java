package dev.countersign.proof.bench;

import dev.countersign.proof.bench.PreparedProof.Signed;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.testing.Fixture;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** BouncyCastle's own classes, with the platform's SHA-256, which is faster than its own. */
final class BouncyCastleChecks implements RawChecks {
  private final ECDomainParameters domain =
      new ECDomainParameters(CustomNamedCurves.getByName("P-256"));
  private final Ed25519PublicKeyParameters gateway =
      new Ed25519PublicKeyParameters(Fixture.GATEWAY_KEY.publicKey().raw().toArray(), 0);
  private final ECPublicKeyParameters device = key(Fixture.DEVICE_KEY.publicKey());
  private final ECPublicKeyParameters token = key(Fixture.TOKEN.key().publicKey());

  private ECPublicKeyParameters key(P256VerifyingKey key) {
    BigInteger x = new BigInteger(1, key.x().toArray());
    BigInteger y = new BigInteger(1, key.y().toArray());
    return new ECPublicKeyParameters(domain.getCurve().createPoint(x, y), domain);
  }

  @Override
  public boolean gateway(Signed request) {
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, gateway);
    verifier.update(request.message(), 0, request.message().length);
    return verifier.verifySignature(request.signature());
  }

  @Override
  public boolean device(Signed object) {
    byte[] signature = object.signature();
    BigInteger r = new BigInteger(1, signature, 0, 32);
    BigInteger s = new BigInteger(1, signature, 32, 32);
    return ecdsa(device, object.message(), r, s);
  }

  @Override
  public boolean token(Signed assertion) {
    try {
      BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(domain.getN(), assertion.signature());
      return ecdsa(token, assertion.message(), rs[0], rs[1]);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static boolean ecdsa(
      ECPublicKeyParameters key, byte[] message, BigInteger r, BigInteger s) {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    try {
      return verifier.verifySignature(MessageDigest.getInstance("SHA-256").digest(message), r, s);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
