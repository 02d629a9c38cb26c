package dev.countersign.gateway.witness;

import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteSigner;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Arrays;

/** The witness's key in the form that signs notes. */
final class WitnessKey {
  private WitnessKey() {}

  static NoteSigner signer(String name, Ed25519SigningKey key, InstantSource clock) {
    byte[] der = key.toPkcs8Unsafe();
    try {
      PrivateKey privateKey =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
      return NoteKeys.witnessSigner(name, key.publicKey().toJava(), privateKey, clock);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("an Ed25519 key the platform does not take", impossible);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }
}
