package dev.countersign.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * An immutable byte string, equal by content. Its text form is unpadded, canonical base64url (RFC
 * 4648 §5): for every byte string exactly one text, every other text is refused.
 */
public final class Bytes {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of the given bytes. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** The UTF-8 bytes of a text. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Decodes unpadded canonical base64url.
   *
   * @throws RefusedException with {@link RefusalCode#MALFORMED_BASE64URL} for padding, foreign
   *     characters, or left-over bits that are not zero
   */
  public static Bytes fromBase64Url(String text) throws RefusedException {
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw new RefusedException(
          RefusalCode.MALFORMED_BASE64URL, "not unpadded base64url", notBase64);
    }
    // The platform decoder also takes padding and ignores left-over bits.
    if (text.endsWith("=") || leftOverBits(text) != 0) {
      throw new RefusedException(RefusalCode.MALFORMED_BASE64URL, "not canonical base64url");
    }
    return new Bytes(decoded);
  }

  /** The bits of the last character that belong to no byte; the text is base64url throughout. */
  private static int leftOverBits(String text) {
    int unused =
        switch (text.length() % 4) {
          case 2 -> 0b1111;
          case 3 -> 0b11;
          default -> 0;
        };
    return unused == 0 ? 0 : ALPHABET.indexOf(text.charAt(text.length() - 1)) & unused;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return value.clone();
  }

  public int size() {
    return value.length;
  }

  /** The byte at an index, 0 to 255. */
  public int at(int index) {
    return value[index] & 0xff;
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    if (from < 0 || to > value.length || from > to) {
      throw new IndexOutOfBoundsException("slice " + from + ".." + to + " of " + value.length);
    }
    return new Bytes(Arrays.copyOfRange(value, from, to));
  }

  public String base64Url() {
    return ENCODER.encodeToString(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && MessageDigest.isEqual(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** The base64url text; callers must not wrap secrets in this type. */
  @Override
  public String toString() {
    return base64Url();
  }
}
