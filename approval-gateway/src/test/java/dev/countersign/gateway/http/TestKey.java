package dev.countersign.gateway.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import java.io.IOException;

/** A P-256 key in the forms that the tests need. */
record TestKey(ECKey jwk, P256SigningKey signing) {
  static TestKey generate() {
    try {
      ECKey jwk = new ECKeyGenerator(Curve.P_256).generate();
      return new TestKey(jwk, P256SigningKey.fromPkcs8(jwk.toECPrivateKey().getEncoded()));
    } catch (JOSEException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  P256VerifyingKey verifying() {
    return P256VerifyingKey.of(Bytes.of(jwk.getX().decode()), Bytes.of(jwk.getY().decode()));
  }

  String jkt() {
    return verifying().thumbprint();
  }
}
