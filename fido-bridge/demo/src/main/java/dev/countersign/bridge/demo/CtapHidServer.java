package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * CTAPHID (CTAP 2.1 §11.2) from the device's side: channels, framing, one transaction at a time. It
 * lives from one plugging-in to the next pulling-out.
 *
 * <p>A CBOR command runs on a thread of its own, so that a cancel can arrive meanwhile.
 */
final class CtapHidServer {

  static final int PING = 0x81;
  static final int MSG = 0x83;
  static final int INIT = 0x86;
  static final int WINK = 0x88;
  static final int CBOR = 0x90;
  static final int CANCEL = 0x91;
  static final int KEEPALIVE = 0xbb;
  static final int ERROR = 0xbf;

  static final int INVALID_COMMAND = 0x01;
  static final int INVALID_LENGTH = 0x03;
  static final int INVALID_SEQUENCE = 0x04;
  static final int CHANNEL_BUSY = 0x06;
  static final int INVALID_CHANNEL = 0x0b;

  private static final int BROADCAST = 0xffffffff;
  private static final int NONCE = 8;
  private static final byte PROTOCOL_VERSION = 2;
  private static final byte CAPABILITY_WINK = 0x01;
  private static final byte CAPABILITY_CBOR = 0x04;
  private static final byte CAPABILITY_NO_MSG = 0x08;

  private final Consumer<byte[]> output;
  private final DemoTouchSensor sensor;
  private final Commands commands;
  private final Set<Integer> channels = new HashSet<>();
  private int nextChannel = 0x0100_0001;
  private Optional<HidMessage> incoming = Optional.empty();
  private Optional<Integer> running = Optional.empty();
  private int cancels;

  /**
   * A device that has just got power.
   *
   * @param output takes each report sent; must not block
   */
  CtapHidServer(Consumer<byte[]> output, DemoTouchSensor sensor, Commands commands) {
    this.output = output;
    this.sensor = sensor;
    this.commands = commands;
  }

  /** Takes one report of 64 bytes. */
  synchronized void receive(byte[] report) {
    int channel = ByteBuffer.wrap(report).getInt();
    int command = report[4] & 0xff;
    if (command == INIT) {
      greet(channel, report);
    } else if (!channels.contains(channel)) {
      if (command >= 0x80) {
        error(channel, INVALID_CHANNEL);
      }
    } else if (command == CANCEL) {
      cancel(channel);
    } else if (command >= 0x80) {
      begin(channel, report);
    } else {
      resume(channel, report);
    }
  }

  /** How many cancels reached a running command. */
  synchronized int cancels() {
    return cancels;
  }

  /** A keepalive for the running command: 1 processing, 2 touch needed. */
  synchronized void keepAlive(int status) {
    running.ifPresent(channel -> send(channel, KEEPALIVE, new byte[] {(byte) status}));
  }

  private void greet(int channel, byte[] report) {
    if (report[5] != 0 || report[6] != NONCE) {
      error(channel, INVALID_LENGTH);
      return;
    } else if (channel != BROADCAST && !channels.contains(channel)) {
      error(channel, INVALID_CHANNEL);
      return;
    }
    int given = channel == BROADCAST ? nextChannel++ : channel;
    channels.add(given);
    incoming = incoming.filter(message -> message.channel() != given); // resynchronised
    if (running.equals(Optional.of(given))) {
      sensor.cancel();
    }
    byte capabilities =
        (byte) (CAPABILITY_WINK | (commands.knowsCbor() ? CAPABILITY_CBOR | CAPABILITY_NO_MSG : 0));
    byte[] answer =
        ByteBuffer.allocate(17)
            .put(report, 7, NONCE)
            .putInt(given)
            .put(PROTOCOL_VERSION)
            .put(new byte[] {0, 1, 0})
            .put(capabilities)
            .array();
    send(channel, INIT, answer);
  }

  private void cancel(int channel) {
    if (running.equals(Optional.of(channel))) {
      cancels++;
      sensor.cancel();
    }
  }

  private void begin(int channel, byte[] report) {
    incoming = incoming.filter(message -> !message.abandoned());
    boolean assembling = incoming.isPresent();
    if (running.isPresent() || (assembling && incoming.get().channel() != channel)) {
      error(channel, CHANNEL_BUSY);
    } else if (assembling) {
      incoming = Optional.empty();
      error(channel, INVALID_SEQUENCE);
    } else {
      HidMessage message = new HidMessage(report);
      if (message.tooLong()) {
        error(channel, INVALID_LENGTH);
      } else {
        advance(message);
      }
    }
  }

  private void resume(int channel, byte[] report) {
    if (incoming.isEmpty() || incoming.get().channel() != channel) {
      return; // what belongs to nothing is ignored
    }
    HidMessage message = incoming.get();
    if (message.append(report)) {
      advance(message);
    } else {
      incoming = Optional.empty();
      error(channel, INVALID_SEQUENCE);
    }
  }

  private void advance(HidMessage message) {
    if (!message.complete()) {
      incoming = Optional.of(message);
      return;
    }
    incoming = Optional.empty();
    if (message.command() == PING) {
      send(message.channel(), PING, message.payload());
    } else if (message.command() == WINK && message.payload().length == 0) {
      send(message.channel(), WINK, new byte[0]);
    } else if (message.command() == (commands.knowsCbor() ? CBOR : MSG)) {
      running = Optional.of(message.channel());
      sensor.begin();
      Thread.ofVirtual().name("demo-key").start(() -> run(message));
    } else {
      error(message.channel(), INVALID_COMMAND);
    }
  }

  private void run(HidMessage message) {
    ScriptedFault fault = commands.nextFault();
    switch (fault) {
      case ScriptedFault.HidError(int code) ->
          finish(HidReports.of(message.channel(), ERROR, new byte[] {(byte) code}));
      case ScriptedFault.Status(int code) ->
          finish(HidReports.of(message.channel(), message.command(), new byte[] {(byte) code}));
      case ScriptedFault.Unplug _ -> commands.pull();
      case ScriptedFault.Silence _ -> {} // stays busy, as a key that hangs does
      default -> runAndAnswer(message, fault);
    }
  }

  private void runAndAnswer(HidMessage message, ScriptedFault fault) {
    Optional<byte[]> answer = commands.run(message.payload());
    if (answer.isEmpty()) {
      return;
    }
    if (fault instanceof ScriptedFault.Delay(var length)) {
      LockSupport.parkNanos(length.toNanos());
    }
    finish(FaultyAnswer.reports(message.channel(), message.command(), answer.get(), fault));
    if (fault instanceof ScriptedFault.UnplugAfter) {
      commands.pull();
    }
  }

  private synchronized void finish(List<byte[]> reports) {
    running = Optional.empty();
    reports.forEach(output);
  }

  private void error(int channel, int code) {
    send(channel, ERROR, new byte[] {(byte) code});
  }

  private void send(int channel, int command, byte[] payload) {
    HidReports.of(channel, command, payload).forEach(output);
  }

  /** What stands behind the framing. */
  interface Commands {

    /** Whether it takes CTAP2 commands (CTAPHID_CBOR) or those of U2F (CTAPHID_MSG). */
    boolean knowsCbor();

    /** Counts a command and tells what goes wrong with it. */
    ScriptedFault nextFault();

    /** Runs one command; an empty result leaves the platform without answer for good. */
    Optional<byte[]> run(byte[] request);

    /** Pulls the key out. */
    void pull();
  }
}
