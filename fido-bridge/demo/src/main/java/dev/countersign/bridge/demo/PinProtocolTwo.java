package dev.countersign.bridge.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** PIN/UV auth protocol two (CTAP 2.1 §6.5.7). */
final class PinProtocolTwo extends PinProtocol {

  static final int VERSION = 2;

  private static final int KEY = 32;

  private final SecureRandom random = new SecureRandom();

  @Override
  int version() {
    return VERSION;
  }

  @Override
  Shared derive(byte[] z) throws GeneralSecurityException {
    return new SharedSecret(expand(z, "CTAP2 HMAC key"), expand(z, "CTAP2 AES key"));
  }

  private static byte[] expand(byte[] z, String info) throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addIKM(z)
                .addSalt(new byte[KEY])
                .thenExpand(info.getBytes(StandardCharsets.US_ASCII), KEY));
  }

  @Override
  boolean verify(byte[] key, byte[] message, byte[] given) {
    return hmac(key, message, given, KEY);
  }

  /** Two keys of 32 bytes. */
  private final class SharedSecret implements Shared {
    private final byte[] hmacKey;
    private final byte[] aesKey;

    SharedSecret(byte[] hmacKey, byte[] aesKey) {
      this.hmacKey = hmacKey;
      this.aesKey = aesKey;
    }

    @Override
    public boolean authentic(byte[] message, byte[] given) {
      return hmac(hmacKey, message, given, KEY);
    }

    @Override
    public byte[] encrypt(byte[] plain) throws CtapErrorException {
      byte[] iv = new byte[BLOCK];
      random.nextBytes(iv);
      byte[] encrypted = crypt(Cipher.ENCRYPT_MODE, aesKey, iv, plain);
      byte[] out = Arrays.copyOf(iv, BLOCK + encrypted.length);
      System.arraycopy(encrypted, 0, out, BLOCK, encrypted.length);
      return out;
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, int expected) throws CtapErrorException {
      if (ciphertext.length != BLOCK + expected) {
        throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
      }
      return crypt(
          Cipher.DECRYPT_MODE,
          aesKey,
          Arrays.copyOf(ciphertext, BLOCK),
          Arrays.copyOfRange(ciphertext, BLOCK, ciphertext.length));
    }
  }
}
