package dev.countersign.bridge.demo.piv;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.util.BigIntegers;

/** A key pair on a card; it signs what the host has hashed and padded. */
public final class PivKey {

  /** What a key can be (SP 800-78-4, table 6-2). */
  public enum Kind {
    P256(0x11, 32),
    P384(0x14, 48),
    RSA2048(0x07, 256);

    private final int algorithm;
    private final int inputSize;

    Kind(int algorithm, int inputSize) {
      this.algorithm = algorithm;
      this.inputSize = inputSize;
    }

    /** Its algorithm identifier in commands. */
    int algorithm() {
      return algorithm;
    }
  }

  private final Kind kind;
  private final KeyPair pair;

  private PivKey(Kind kind, KeyPair pair) {
    this.kind = kind;
    this.pair = pair;
  }

  /** Draws a new one. */
  public static PivKey generate(Kind kind) {
    try {
      KeyPairGenerator generator;
      if (kind == Kind.RSA2048) {
        generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
      } else {
        generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(kind == Kind.P256 ? "secp256r1" : "secp384r1"));
      }
      return new PivKey(kind, generator.generateKeyPair());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** Its public half. */
  public PublicKey publicKey() {
    return pair.getPublic();
  }

  /**
   * Signs.
   *
   * @param input a hash for ECDSA, a padded block for RSA
   * @return DER for ECDSA, the block's power for RSA; empty when the input has another length
   */
  Optional<byte[]> sign(byte[] input) {
    if (input.length != kind.inputSize) {
      return Optional.empty();
    }
    return kind == Kind.RSA2048 ? raise(input) : Optional.of(ecdsa(input));
  }

  private byte[] ecdsa(byte[] hash) {
    try {
      Signature signature = Signature.getInstance("NONEwithECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(hash);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Optional<byte[]> raise(byte[] block) {
    RSAPrivateKey key = (RSAPrivateKey) pair.getPrivate();
    BigInteger number = new BigInteger(1, block);
    if (number.compareTo(key.getModulus()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        BigIntegers.asUnsignedByteArray(
            kind.inputSize, number.modPow(key.getPrivateExponent(), key.getModulus())));
  }
}
