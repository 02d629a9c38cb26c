package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.pkcs11.wire.Frames;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A PIN as UTF-8 on its way into the frame; the copy is wiped when this is closed. */
final class PinBytes implements AutoCloseable {

  private static final int MOST_BYTES_PER_CHAR = 3;

  private final byte[] buffer;
  private final int length;

  private PinBytes(byte[] buffer, int length) {
    this.buffer = buffer;
    this.length = length;
  }

  static PinBytes of(Pin pin) {
    char[] chars = pin.chars();
    ByteBuffer buffer = ByteBuffer.allocate(chars.length * MOST_BYTES_PER_CHAR);
    boolean whole =
        StandardCharsets.UTF_8
            .newEncoder()
            .encode(CharBuffer.wrap(chars), buffer, true)
            .isUnderflow();
    return new PinBytes(buffer.array(), whole ? buffer.position() : Integer.MAX_VALUE);
  }

  /**
   * Whether there can be such a PIN. One that is too long, or is no text (half of a surrogate
   * pair), is wrong without being sent: cut short, it would cost a try.
   */
  boolean canBeSent() {
    return length <= Frames.LONGEST_PIN;
  }

  /** A copy of the caller's to wipe. */
  byte[] utf8() {
    return Arrays.copyOf(buffer, length);
  }

  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
  }
}
