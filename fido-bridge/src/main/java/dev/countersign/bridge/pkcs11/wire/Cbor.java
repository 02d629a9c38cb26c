package dev.countersign.bridge.pkcs11.wire;

/** Numbers of the encoding (RFC 8949 §3). */
final class Cbor {

  static final int UNSIGNED = 0;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int FALSE = 0xf4;
  static final int TRUE = 0xf5;
  static final int MAJOR_SHIFT = 5;
  static final int ADDITIONAL_MASK = 0x1f;

  /** Values below it stand in the first byte. */
  static final int FIRST_ADDITIONAL = 24;

  /** Numbers of up to eight bytes follow. */
  static final int LAST_ADDITIONAL = 27;

  private Cbor() {}

  /** How many bytes after the first a value takes: 0, 1, 2, 4 or 8. */
  static int bytesNeeded(long value) {
    if (Long.compareUnsigned(value, FIRST_ADDITIONAL) < 0) {
      return 0;
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(value);
    return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
  }

  /** The additional information that announces so many bytes. */
  static int additional(int bytes) {
    return FIRST_ADDITIONAL + Integer.numberOfTrailingZeros(bytes);
  }
}
