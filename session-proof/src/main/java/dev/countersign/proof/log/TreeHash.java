package dev.countersign.proof.log;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** An immutable SHA-256 value of the tree: a leaf hash, a node hash or a root. Exactly 32 bytes. */
public final class TreeHash {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private final byte[] value;

  private TreeHash(byte[] value) {
    this.value = value;
  }

  /**
   * Wraps a copy of 32 bytes.
   *
   * @throws IllegalArgumentException if the length is not 32
   */
  public static TreeHash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a tree hash has 32 bytes, not " + bytes.length);
    }
    return new TreeHash(bytes.clone());
  }

  /** Reads unpadded canonical base64url, as it stands in JSON; empty for anything else. */
  public static Optional<TreeHash> fromBase64Url(String text) {
    return decode(text, Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding());
  }

  /**
   * Reads padded canonical standard base64, as it stands in a checkpoint; empty for anything else.
   */
  public static Optional<TreeHash> fromBase64(String text) {
    return decode(text, Base64.getDecoder(), Base64.getEncoder());
  }

  private static Optional<TreeHash> decode(
      String text, Base64.Decoder decoder, Base64.Encoder encoder) {
    byte[] bytes;
    try {
      bytes = decoder.decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    // Comparing with the encoder's own output refuses stray bits and missing padding.
    boolean canonical = bytes.length == LENGTH && encoder.encodeToString(bytes).equals(text);
    return canonical ? Optional.of(new TreeHash(bytes)) : Optional.empty();
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  /** Unpadded base64url, 43 characters. */
  public String base64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  /** Padded standard base64, 44 characters. */
  public String base64() {
    return Base64.getEncoder().encodeToString(value);
  }

  void addTo(MessageDigest digest) {
    digest.update(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreeHash hash && MessageDigest.isEqual(value, hash.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Lower-case hexadecimal, 64 characters. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
