package dev.countersign.proof.crypto;

import dev.countersign.proof.Bytes;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (RFC 2104, FIPS 198-1). */
public final class HmacSha256 {
  private static final String ALGORITHM = "HmacSHA256";

  private HmacSha256() {}

  /**
   * The 32-byte code of a message.
   *
   * @param key at least one byte
   */
  public static Bytes of(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return Bytes.of(mac.doFinal(message));
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      // Every Java platform must have HmacSHA256 (javax.crypto.Mac), which takes any key.
      throw new IllegalStateException(impossible);
    }
  }
}
