package dev.countersign.bridge.fido;

import java.nio.ByteBuffer;

/**
 * Tells whether bytes are one well-formed CBOR item (RFC 8949) of the kinds CTAP2 uses, before a
 * decoder that trusts lengths sees them: no indefinite lengths, tags or floats, no length beyond
 * the end, bounded depth.
 */
final class CborShape {

  /**
   * CTAP2 allows four levels in messages (§8); extension outputs and certificates need no more than
   * this.
   */
  private static final int DEEPEST = 8;

  private CborShape() {}

  static boolean isWellFormed(byte[] data, int offset) {
    ByteBuffer rest = ByteBuffer.wrap(data, offset, data.length - offset);
    return item(rest, 0) && !rest.hasRemaining();
  }

  private static boolean item(ByteBuffer rest, int depth) {
    if (depth > DEEPEST || !rest.hasRemaining()) {
      return false;
    }
    int head = rest.get() & 0xff;
    int major = head >> 5;
    int info = head & 0x1f;
    if (major == 7) {
      return info >= 20 && info <= 23; // false, true, null, undefined
    }
    long argument = argument(rest, info);
    return switch (major) {
      case 0, 1 -> argument >= 0;
      case 2, 3 -> skip(rest, argument);
      case 4 -> items(rest, argument, depth);
      case 5 -> argument <= Integer.MAX_VALUE && items(rest, 2 * argument, depth);
      default -> false;
    };
  }

  /** The argument, or -1 when it is missing, indefinite or does not fit 63 bits. */
  private static long argument(ByteBuffer rest, int info) {
    if (info < 24) {
      return info;
    }
    int size = info <= 27 ? 1 << (info - 24) : Integer.MAX_VALUE;
    if (rest.remaining() < size) {
      return -1;
    }
    return switch (size) {
      case 1 -> rest.get() & 0xff;
      case 2 -> rest.getShort() & 0xffff;
      case 4 -> rest.getInt() & 0xffff_ffffL;
      default -> Math.max(-1, rest.getLong());
    };
  }

  private static boolean skip(ByteBuffer rest, long length) {
    if (length < 0 || length > rest.remaining()) {
      return false;
    }
    rest.position(rest.position() + (int) length);
    return true;
  }

  private static boolean items(ByteBuffer rest, long count, int depth) {
    if (count < 0 || count > rest.remaining()) {
      return false; // every item takes at least one byte
    }
    for (long i = 0; i < count; i++) {
      if (!item(rest, depth + 1)) {
        return false;
      }
    }
    return true;
  }
}
