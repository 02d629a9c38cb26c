package dev.countersign.bridge.demo;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The authenticator's side of a PIN/UV auth protocol (CTAP 2.1 §6.5.4). */
abstract sealed class PinProtocol permits PinProtocolOne, PinProtocolTwo {

  static final int BLOCK = 16;

  private static final int ECDH_ES_HKDF_256 = -25;

  private KeyPair agreement = P256.generate();

  static PinProtocol of(int version) {
    return version == PinProtocolOne.VERSION ? new PinProtocolOne() : new PinProtocolTwo();
  }

  abstract int version();

  /** The secret shared with a platform, from the x-coordinate agreed on. */
  abstract Shared derive(byte[] z) throws GeneralSecurityException;

  /** Whether a message was authenticated with this key. */
  abstract boolean verify(byte[] key, byte[] message, byte[] given);

  /** A new key agreement key: at power-up and after each wrong PIN. */
  final void regenerate() {
    agreement = P256.generate();
  }

  final Map<Object, Object> keyAgreement() {
    return P256.cose(agreement.getPublic(), ECDH_ES_HKDF_256);
  }

  /** The secret shared with a platform that sent this public key. */
  final Shared decapsulate(CtapParameters platformKey) throws CtapErrorException {
    requireKeyAgreementKey(platformKey);
    try {
      KeyAgreement ecdh = KeyAgreement.getInstance("ECDH");
      ecdh.init(agreement.getPrivate());
      ecdh.doPhase(P256.fromCose(platformKey, (ECPublicKey) agreement.getPublic()), true);
      return derive(ecdh.generateSecret());
    } catch (GeneralSecurityException notAPoint) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
  }

  /** Key type EC2, the algorithm that stands for key agreement, curve P-256. */
  private static void requireKeyAgreementKey(CtapParameters key) throws CtapErrorException {
    boolean right =
        key.required(1, Long.class) == 2
            && key.required(3, Long.class) == ECDH_ES_HKDF_256
            && key.required(-1, Long.class) == 1;
    if (!right) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
  }

  /** Whether the first bytes of HMAC-SHA-256 are those given, and as many as the protocol sends. */
  static boolean hmac(byte[] key, byte[] message, byte[] given, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return MessageDigest.isEqual(Arrays.copyOf(mac.doFinal(message), length), given);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * AES-256 in the protocol's own mode: CBC without padding, authenticated from outside where it
   * matters.
   */
  static byte[] crypt(int mode, byte[] key, byte[] iv, byte[] data) throws CtapErrorException {
    try {
      Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
      aes.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return aes.doFinal(data);
    } catch (GeneralSecurityException wrongLength) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
  }

  /** What both sides can encrypt and authenticate with. */
  interface Shared {

    boolean authentic(byte[] message, byte[] given);

    byte[] encrypt(byte[] plain) throws CtapErrorException;

    /** Refuses anything but the length expected, in bytes of plain text. */
    byte[] decrypt(byte[] ciphertext, int expected) throws CtapErrorException;
  }
}
