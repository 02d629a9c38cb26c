package dev.countersign.bridge.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The authenticator's side of PIN/UV auth protocol two (CTAP 2.1 §6.5.7). */
final class PinProtocolTwo {

  static final int VERSION = 2;

  private static final int ECDH_ES_HKDF_256 = -25;
  private static final int KEY = 32;
  private static final int IV = 16;

  private final SecureRandom random = new SecureRandom();
  private KeyPair agreement = P256.generate();

  /** A new key agreement key: at power-up and after each wrong PIN. */
  void regenerate() {
    agreement = P256.generate();
  }

  Map<Object, Object> keyAgreement() {
    return P256.cose(agreement.getPublic(), ECDH_ES_HKDF_256);
  }

  /** The secret shared with a platform. */
  Shared decapsulate(CtapParameters platformKey) throws CtapErrorException {
    try {
      KeyAgreement ecdh = KeyAgreement.getInstance("ECDH");
      ecdh.init(agreement.getPrivate());
      ecdh.doPhase(P256.fromCose(platformKey, (ECPublicKey) agreement.getPublic()), true);
      byte[] z = ecdh.generateSecret();
      return new Shared(derive(z, "CTAP2 HMAC key"), derive(z, "CTAP2 AES key"));
    } catch (GeneralSecurityException notAPoint) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
  }

  private static byte[] derive(byte[] z, String info) throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addIKM(z)
                .addSalt(new byte[KEY])
                .thenExpand(info.getBytes(StandardCharsets.US_ASCII), KEY));
  }

  static boolean verify(byte[] key, byte[] message, byte[] given) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return MessageDigest.isEqual(mac.doFinal(message), given);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Two keys of 32 bytes. */
  final class Shared {
    private final byte[] hmacKey;
    private final byte[] aesKey;

    private Shared(byte[] hmacKey, byte[] aesKey) {
      this.hmacKey = hmacKey;
      this.aesKey = aesKey;
    }

    boolean authentic(byte[] message, byte[] given) {
      return verify(hmacKey, message, given);
    }

    byte[] encrypt(byte[] plain) throws CtapErrorException {
      byte[] iv = new byte[IV];
      random.nextBytes(iv);
      byte[] encrypted = crypt(Cipher.ENCRYPT_MODE, iv, plain);
      byte[] out = Arrays.copyOf(iv, IV + encrypted.length);
      System.arraycopy(encrypted, 0, out, IV, encrypted.length);
      return out;
    }

    /** Refuses anything but the length expected, in bytes of plain text. */
    byte[] decrypt(byte[] ciphertext, int expected) throws CtapErrorException {
      if (ciphertext.length != IV + expected) {
        throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
      }
      return crypt(
          Cipher.DECRYPT_MODE,
          Arrays.copyOf(ciphertext, IV),
          Arrays.copyOfRange(ciphertext, IV, ciphertext.length));
    }

    private byte[] crypt(int mode, byte[] iv, byte[] data) throws CtapErrorException {
      try {
        // The protocol's own choice: CBC without padding, authenticated from outside where it
        // matters.
        Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
        aes.init(mode, new SecretKeySpec(aesKey, "AES"), new IvParameterSpec(iv));
        return aes.doFinal(data);
      } catch (GeneralSecurityException wrongLength) {
        throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
      }
    }
  }
}
