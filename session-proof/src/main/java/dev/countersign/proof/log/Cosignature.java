package dev.countersign.proof.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The signature value of a witness (C2SP tlog-cosignature v1): eight bytes of time, then Ed25519
 * over a text that repeats the time.
 */
final class Cosignature {
  private static final int LENGTH = 72;

  private final long time;
  private final byte[] ed25519;

  Cosignature(long time, byte[] ed25519) {
    this.time = time;
    this.ed25519 = ed25519.clone();
  }

  /** Unix seconds at which the witness signed, not negative. */
  long time() {
    return time;
  }

  /** The 64-byte signature. */
  byte[] ed25519() {
    return ed25519.clone();
  }

  static Optional<Cosignature> read(byte[] signature) {
    if (signature.length != LENGTH) {
      return Optional.empty();
    }
    long time = ByteBuffer.wrap(signature).getLong();
    byte[] ed25519 = Arrays.copyOfRange(signature, 8, LENGTH);
    return time < 0 ? Optional.empty() : Optional.of(new Cosignature(time, ed25519));
  }

  byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(time).put(ed25519).array();
  }

  static byte[] message(long time, byte[] noteText) {
    byte[] head = ("cosignature/v1\ntime " + time + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + noteText.length).put(head).put(noteText).array();
  }
}
