package dev.countersign.proof.bench;

import dev.countersign.proof.bench.PreparedProof.Signed;
import dev.countersign.proof.testing.Fixture;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/** The platform's SunEC provider. */
final class SunEcChecks implements RawChecks {
  private static final String PROVIDER = "SunEC";

  private final PublicKey gateway = Fixture.GATEWAY_KEY.publicKey().toJava();
  private final PublicKey device = Fixture.DEVICE_KEY.publicKey().toJava();
  private final PublicKey token = Fixture.TOKEN.key().publicKey().toJava();

  @Override
  public boolean gateway(Signed request) {
    return verifies("Ed25519", gateway, request);
  }

  @Override
  public boolean device(Signed object) {
    return verifies("SHA256withECDSAinP1363Format", device, object);
  }

  @Override
  public boolean token(Signed assertion) {
    return verifies("SHA256withECDSA", token, assertion);
  }

  private static boolean verifies(String algorithm, PublicKey key, Signed object) {
    try {
      Signature verifier = Signature.getInstance(algorithm, PROVIDER);
      verifier.initVerify(key);
      verifier.update(object.message());
      return verifier.verify(object.signature());
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
