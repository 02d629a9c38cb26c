package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.time.Duration;

/** A message that is being put together from reports (CTAP 2.1 §11.2.4). */
final class HidMessage {

  private static final int LONGEST = 57 + 128 * 59;

  /** The protocol asks for at least half a second between reports (§11.2.5.2). */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();

  private final int channel;
  private final int command;
  private final int length;
  private final ByteBuffer payload;
  private final long begunAt = System.nanoTime();
  private int nextSequence;

  /** From its first report. */
  HidMessage(byte[] report) {
    ByteBuffer in = ByteBuffer.wrap(report);
    this.channel = in.getInt();
    this.command = in.get() & 0xff;
    this.length = in.getShort() & 0xffff;
    this.payload = ByteBuffer.allocate(tooLong() ? 0 : length);
    take(in);
  }

  /** More than any number of reports can carry; nothing of it is kept. */
  boolean tooLong() {
    return length > LONGEST;
  }

  /** Its sender seems to be gone; the channel is free for others. */
  boolean abandoned() {
    return System.nanoTime() - begunAt > PATIENCE_NANOS;
  }

  int channel() {
    return channel;
  }

  int command() {
    return command;
  }

  boolean complete() {
    return !payload.hasRemaining();
  }

  byte[] payload() {
    return payload.array().clone();
  }

  /** Takes a continuation report; false when it is out of order. */
  boolean append(byte[] report) {
    if (report[4] != nextSequence++) {
      return false;
    }
    take(ByteBuffer.wrap(report).position(5));
    return true;
  }

  private void take(ByteBuffer in) {
    payload.put(in.limit(in.position() + Math.min(in.remaining(), payload.remaining())));
  }
}
