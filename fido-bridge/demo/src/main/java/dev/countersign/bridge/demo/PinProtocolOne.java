package dev.countersign.bridge.demo;

import javax.crypto.Cipher;

/** PIN/UV auth protocol one (CTAP 2.1 §6.5.6). */
final class PinProtocolOne extends PinProtocol {

  static final int VERSION = 1;

  /** Of the 32 bytes of HMAC-SHA-256, the first half is sent. */
  private static final int TAG = 16;

  @Override
  int version() {
    return VERSION;
  }

  @Override
  Shared derive(byte[] z) {
    return new SharedSecret(Sha256.of(z));
  }

  @Override
  boolean verify(byte[] key, byte[] message, byte[] given) {
    return hmac(key, message, given, TAG);
  }

  /** One key for both purposes, and no initialisation vector, as the protocol has it. */
  private static final class SharedSecret implements Shared {
    private final byte[] key;

    SharedSecret(byte[] key) {
      this.key = key;
    }

    @Override
    public boolean authentic(byte[] message, byte[] given) {
      return hmac(key, message, given, TAG);
    }

    @Override
    public byte[] encrypt(byte[] plain) throws CtapErrorException {
      return crypt(Cipher.ENCRYPT_MODE, key, new byte[BLOCK], plain);
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, int expected) throws CtapErrorException {
      if (ciphertext.length != expected) {
        throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
      }
      return crypt(Cipher.DECRYPT_MODE, key, new byte[BLOCK], ciphertext);
    }
  }
}
