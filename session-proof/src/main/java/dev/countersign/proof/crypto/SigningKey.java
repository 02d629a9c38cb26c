package dev.countersign.proof.crypto;

/** A private key in use: it signs and names its public half, and never shows itself. */
public interface SigningKey {
  /** The signature in the form that {@link #publicKey()} checks, 64 bytes. */
  byte[] sign(byte[] message);

  VerifyingKey publicKey();
}
