package dev.countersign.proof.crypto;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 digest: exactly 32 bytes, written as base64url. */
public record Digest(Bytes value) {
  /** The length in bytes. */
  public static final int SIZE = 32;

  public Digest {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("a SHA-256 digest is 32 bytes");
    }
  }

  /** The digest of the bytes. */
  public static Digest sha256(byte[] content) {
    return new Digest(Bytes.of(newSha256().digest(content)));
  }

  /** Reads base64url; the code is that of the document the digest stands in. */
  public static Digest parse(String base64Url, RefusalCode code) throws RefusedException {
    Bytes bytes = Bytes.fromBase64Url(base64Url);
    if (bytes.size() != SIZE) {
      throw new RefusedException(code, "a digest is not 32 bytes long");
    }
    return new Digest(bytes);
  }

  public byte[] toArray() {
    return value.toArray();
  }

  @Override
  public String toString() {
    return value.base64Url();
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      // Every Java platform must have SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException(impossible);
    }
  }
}
