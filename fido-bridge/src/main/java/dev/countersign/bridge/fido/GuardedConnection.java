package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.fido.FidoConnection;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Stands between yubikit, which frames messages, and the device, which may say anything. It takes
 * in a whole answer, checks it, and only then hands its reports on. Keepalives, reports for other
 * channels, CTAPHID errors, cancel and deadline end here; yubikit never sees them.
 */
final class GuardedConnection implements FidoConnection {

  private static final int BROADCAST = 0xffffffff;
  private static final byte INIT = (byte) 0x86;
  private static final byte CBOR = (byte) 0x90;
  private static final byte CANCEL = (byte) 0x91;
  private static final byte KEEPALIVE = (byte) 0xbb;
  private static final byte ERROR = (byte) 0xbf;

  private static final int INIT_ANSWER = 17;
  private static final int CAPABILITY_CBOR = 0x04;
  private static final int ERROR_CHANNEL_BUSY = 0x06;
  private static final int TOUCH_NEEDED = 2;

  /** What 1 + 128 reports can carry (CTAP 2.1 §11.2.4). */
  private static final int LONGEST_MESSAGE = 57 + 128 * 59;

  /** An operation takes about seven; a token that always asks for one more is stopped. */
  private static final int MOST_MESSAGES = 32;

  /** How soon a cancel is noticed. */
  private static final Duration SLICE = Duration.ofMillis(20);

  /** How long a token may take to acknowledge a cancel before it is left alone. */
  private static final long CANCEL_GRACE_NANOS = Duration.ofMillis(500).toNanos();

  private final ReportChannel channel;
  private final OperationControl control;
  private final Deque<byte[]> checked = new ArrayDeque<>();

  private int channelId;
  private byte command;
  private byte[] initNonce = new byte[0];
  private int messages;
  private boolean cancelSent;
  private long cancelSentAt;

  GuardedConnection(ReportChannel channel, OperationControl control) {
    this.channel = channel;
    this.control = control;
  }

  @Override
  public void send(byte[] report) throws IOException {
    boolean startsMessage = report[4] < 0;
    if (startsMessage) {
      stopIfAsked();
      if (++messages > MOST_MESSAGES) {
        throw malformed("The key keeps asking for more.");
      }
      channelId = ByteBuffer.wrap(report).getInt();
      command = report[4];
      initNonce = command == INIT ? Arrays.copyOfRange(report, 7, 15) : initNonce;
    }
    sendOrRemoved(report);
  }

  @Override
  public void receive(byte[] report) throws IOException {
    if (checked.isEmpty()) {
      takeInMessage();
    }
    byte[] next = checked.remove();
    System.arraycopy(next, 0, report, 0, next.length);
  }

  /** The device belongs to the code that opened it. */
  @Override
  public void close() {}

  private void takeInMessage() throws IOException {
    byte[] first = firstReport();
    int length = ((first[5] & 0xff) << 8) | (first[6] & 0xff);
    if (length > LONGEST_MESSAGE) {
      throw malformed("The key announced an answer longer than any can be.");
    }
    checked.add(first);
    byte[] message = Arrays.copyOf(Arrays.copyOfRange(first, 7, first.length), length);
    int have = Math.min(length, first.length - 7);
    for (int sequence = 0; have < length; sequence++) {
      byte[] more = ownReport();
      if (more[4] != sequence) {
        throw malformed("The key's answer came in the wrong order.");
      }
      checked.add(more);
      int part = Math.min(length - have, more.length - 5);
      System.arraycopy(more, 5, message, have, part);
      have += part;
    }
    check(message);
  }

  private byte[] firstReport() throws IOException {
    while (true) {
      byte[] report = ownReport();
      if (report[4] == KEEPALIVE) {
        control.report(
            report[7] == TOUCH_NEEDED ? TokenProgress.TOUCH_NEEDED : TokenProgress.PROCESSING);
      } else if (report[4] == ERROR) {
        throw refused(report[7]);
      } else if (report[4] != command) {
        throw malformed("The key answered something else than it was asked.");
      } else if (command != INIT || Arrays.equals(initNonce, Arrays.copyOfRange(report, 7, 15))) {
        return report;
      }
      // An INIT answer with another nonce is for another program.
    }
  }

  private void check(byte[] message) throws IOException {
    if (command == INIT) {
      if (message.length < INIT_ANSWER) {
        throw malformed("The key's greeting is too short.");
      }
      if ((message[16] & CAPABILITY_CBOR) == 0) {
        throw new OperationEndedException(
            new Unusable(
                Reason.U2F_ONLY,
                "This key knows only U2F; approvals need a FIDO2 key that verifies its user."));
      }
    } else if (command == CBOR) {
      boolean wellFormed =
          message.length == 1
              || (message.length > 1 && (message[0] != 0 || CborShape.isWellFormed(message, 1)));
      if (!wellFormed) {
        throw malformed("The key's answer is not well-formed.");
      }
    }
  }

  /** The next report of our channel; others are for other programs. */
  private byte[] ownReport() throws IOException {
    byte[] report = new byte[ReportChannel.REPORT_SIZE];
    while (true) {
      cancelIfStopped();
      try {
        if (channel.receive(report, SLICE) && ByteBuffer.wrap(report).getInt() == channelId) {
          return report;
        }
      } catch (IOException gone) {
        throw new OperationEndedException(new TokenFailure.Removed());
      }
    }
  }

  private void cancelIfStopped() throws IOException {
    if (control.stopped().isEmpty()) {
      return;
    }
    if (command != CBOR || channelId == BROADCAST) {
      stopIfAsked(); // nothing a token could cancel
    }
    if (!cancelSent) {
      cancelSent = true;
      cancelSentAt = System.nanoTime();
      sendOrRemoved(
          ByteBuffer.allocate(ReportChannel.REPORT_SIZE).putInt(channelId).put(CANCEL).array());
    } else if (System.nanoTime() - cancelSentAt > CANCEL_GRACE_NANOS) {
      stopIfAsked();
    }
  }

  private void stopIfAsked() throws OperationEndedException {
    var stopped = control.stopped();
    if (stopped.isPresent()) {
      throw new OperationEndedException(stopped.get());
    }
  }

  private void sendOrRemoved(byte[] report) throws OperationEndedException {
    try {
      channel.send(report);
    } catch (IOException gone) {
      throw new OperationEndedException(new TokenFailure.Removed());
    }
  }

  private static OperationEndedException refused(byte code) {
    return new OperationEndedException(
        code == ERROR_CHANNEL_BUSY
            ? CtapFailures.inUse()
            : new Unusable(
                Reason.TOKEN_ERROR,
                String.format("The key answered with HID error 0x%02x.", code)));
  }

  private static OperationEndedException malformed(String sentence) {
    return new OperationEndedException(new Unusable(Reason.MALFORMED_ANSWER, sentence));
  }
}
