package dev.countersign.proof.log;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** P-256 signature values: 64-byte P1363 (r || s) and strict DER, one to one. */
final class P256Signature {
  private static final int HALF = 32;
  private static final byte SEQUENCE = 0x30;
  private static final byte INTEGER = 0x02;

  private P256Signature() {}

  /**
   * DER of a P1363 value.
   *
   * @throws IllegalArgumentException unless it has 64 bytes
   */
  static byte[] toDer(byte[] p1363) {
    if (p1363.length != 2 * HALF) {
      throw new IllegalArgumentException("a P-256 P1363 signature has 64 bytes");
    }
    byte[] r = new BigInteger(1, Arrays.copyOfRange(p1363, 0, HALF)).toByteArray();
    byte[] s = new BigInteger(1, Arrays.copyOfRange(p1363, HALF, 2 * HALF)).toByteArray();
    int length = 4 + r.length + s.length;
    ByteBuffer out = ByteBuffer.allocate(2 + length).put(SEQUENCE).put((byte) length);
    out.put(INTEGER).put((byte) r.length).put(r);
    out.put(INTEGER).put((byte) s.length).put(s);
    return out.array();
  }

  /** P1363 of a DER value; empty unless the bytes are exactly what {@link #toDer} writes. */
  static Optional<byte[]> fromDer(byte[] der) {
    // 8: two headers and two one-byte integers; 72: both integers with a leading zero byte.
    if (der.length < 8 || der.length > 72 || der[2] != INTEGER || der[3] < 1 || der[3] > 33) {
      return Optional.empty();
    }
    int second = 4 + der[3];
    if (der.length < second + 3) {
      return Optional.empty();
    }
    BigInteger r = new BigInteger(Arrays.copyOfRange(der, 4, second));
    BigInteger s = new BigInteger(Arrays.copyOfRange(der, second + 2, der.length));
    if (r.signum() < 0 || s.signum() < 0 || r.bitLength() > 256 || s.bitLength() > 256) {
      return Optional.empty();
    }
    byte[] p1363 = new byte[2 * HALF];
    place(r, p1363, HALF);
    place(s, p1363, 2 * HALF);
    // Writing it again and comparing checks every header and length at once.
    return Arrays.equals(toDer(p1363), der) ? Optional.of(p1363) : Optional.empty();
  }

  private static void place(BigInteger value, byte[] target, int end) {
    byte[] bytes = value.toByteArray();
    int start = bytes.length > HALF ? 1 : 0;
    int count = bytes.length - start;
    System.arraycopy(bytes, start, target, end - count, count);
  }
}
