package dev.countersign.bridge.pkcs11.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A frame is its length (4 bytes, most significant first) and its content. A PIN has a frame of its
 * own: always the same length, so that it shows nothing, and long enough that {@link
 * java.io.BufferedOutputStream} passes it on without keeping a copy.
 */
public final class Frames {

  /** The longest content: far more than all certificates of a card. */
  public static final int LONGEST = 1 << 20;

  /** The longest PIN, UTF-8. */
  public static final int LONGEST_PIN = 255;

  private static final int PIN_FRAME = 8192;
  private static final int HEADER = Integer.BYTES;

  private Frames() {}

  /** Writes a frame at once. */
  public static void write(OutputStream out, byte[] content) throws IOException {
    out.write(
        ByteBuffer.allocate(HEADER + content.length).putInt(content.length).put(content).array());
    out.flush();
  }

  /**
   * Reads a frame.
   *
   * @return empty at the end of the stream
   * @throws MalformedFrameException for an impossible length, or an end in the middle
   */
  public static Optional<byte[]> read(InputStream in) throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length == 0) {
      return Optional.empty();
    }
    int length = header.length == HEADER ? ByteBuffer.wrap(header).getInt() : -1;
    if (length <= 0 || length > LONGEST) {
      throw new MalformedFrameException("a frame of impossible length");
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new MalformedFrameException("a frame was cut short");
    }
    return Optional.of(content);
  }

  /**
   * Writes the frame of a PIN and wipes its own copy.
   *
   * @param pin UTF-8, at most {@link #LONGEST_PIN} bytes; stays the caller's to wipe
   */
  public static void writePin(OutputStream out, byte[] pin) throws IOException {
    if (pin.length > LONGEST_PIN) {
      throw new IllegalArgumentException("a PIN has at most 255 bytes");
    }
    byte[] frame = new byte[HEADER + PIN_FRAME];
    try {
      ByteBuffer.wrap(frame).putInt(PIN_FRAME).put((byte) pin.length).put(pin);
      out.write(frame);
      out.flush();
    } finally {
      Arrays.fill(frame, (byte) 0);
    }
  }

  /**
   * Reads the frame of a PIN; the caller wipes what is returned.
   *
   * @param in must not buffer
   */
  public static byte[] readPin(InputStream in) throws IOException {
    byte[] frame = new byte[HEADER + PIN_FRAME];
    try {
      if (in.readNBytes(frame, 0, frame.length) < frame.length
          || ByteBuffer.wrap(frame).getInt() != PIN_FRAME) {
        throw new MalformedFrameException("not the frame of a PIN");
      }
      int start = HEADER + 1;
      return Arrays.copyOfRange(frame, start, start + Byte.toUnsignedInt(frame[HEADER]));
    } finally {
      Arrays.fill(frame, (byte) 0);
    }
  }
}
