package dev.countersign.bridge.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.fido.ReportChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo key's CTAPHID as CTAP 2.1 §11.2 describes it, report by report. */
class CtapHidServerTest {

  private static final int BROADCAST = -1;
  private static final int PING = 0x81;
  private static final int INIT = 0x86;
  private static final int CBOR = 0x90;
  private static final int CANCEL = 0x91;
  private static final int ERROR = 0xbf;

  private final DemoKey key = DemoKeySet.create(Clock.systemUTC()).addKey("raw");
  private ReportChannel wire;

  @BeforeEach
  void open() throws Exception {
    key.presetPin("1234".toCharArray());
    key.plug();
    wire = key.device().orElseThrow().open();
  }

  @Test
  @DisplayName(
      "INIT echoes the nonce, gives each caller a channel of its own and offers CBOR without MSG")
  void init() throws Exception {
    send(BROADCAST, INIT, 8, bytes("0102030405060708"));
    ByteBuffer answer = next();

    assertThat(answer.getInt()).isEqualTo(BROADCAST);
    assertThat(answer.get() & 0xff).isEqualTo(INIT);
    assertThat(answer.getShort()).isEqualTo((short) 17);
    assertThat(answer.getLong()).isEqualTo(0x0102030405060708L);
    int channel = answer.getInt();
    assertThat(answer.get(19)).isEqualTo((byte) 2);
    assertThat(answer.get(23)).isEqualTo((byte) 0x0d);
    assertThat(newChannel()).isNotEqualTo(channel);
  }

  @Test
  @DisplayName("PING gives back a message of several reports")
  void ping() throws Exception {
    byte[] message = new byte[300];
    new Random(1).nextBytes(message);
    int channel = newChannel();
    sendMessage(channel, PING, message);

    assertThat(receiveMessage(channel, PING)).isEqualTo(message);
  }

  @Test
  @DisplayName("a continuation out of order ends the message with INVALID_SEQ")
  void sequence() throws Exception {
    int channel = newChannel();
    send(channel, PING, 200, new byte[57]);
    wire.send(ByteBuffer.allocate(64).putInt(channel).put((byte) 1).array());

    assertError(channel, 0x04);
  }

  @Test
  @DisplayName("a message longer than reports can carry is refused with INVALID_LEN")
  void tooLong() throws Exception {
    int channel = newChannel();
    send(channel, PING, 0xffff, new byte[57]);

    assertError(channel, 0x03);
  }

  @Test
  @DisplayName("a channel that was never given out is refused with INVALID_CHANNEL")
  void unknownChannel() throws Exception {
    send(0x12345678, PING, 1, new byte[1]);

    assertError(0x12345678, 0x0b);
  }

  @Test
  @DisplayName("while one channel's message is under way, another is told that the key is busy")
  void busy() throws Exception {
    int first = newChannel();
    int second = newChannel();
    send(first, PING, 100, new byte[57]);
    send(second, PING, 1, new byte[1]);

    assertError(second, 0x06);
  }

  @Test
  @DisplayName("INIT on a channel drops the message that was under way on it")
  void resynchronise() throws Exception {
    int channel = newChannel();
    send(channel, PING, 100, new byte[57]);
    send(channel, INIT, 8, new byte[8]);
    assertThat(next().get(4) & 0xff).isEqualTo(INIT);
    send(channel, PING, 1, new byte[1]);

    assertThat(next().get(4) & 0xff).isEqualTo(PING);
  }

  @Test
  @DisplayName("an unknown command is refused with INVALID_CMD")
  void unknownCommand() throws Exception {
    int channel = newChannel();
    send(channel, 0x83, 1, new byte[1]);

    assertError(channel, 0x01);
  }

  @Test
  @DisplayName("a cancel with nothing to cancel gets no answer")
  void idleCancel() throws Exception {
    int channel = newChannel();
    send(channel, CANCEL, 0, new byte[0]);

    assertThat(wire.receive(new byte[64], Duration.ofMillis(50))).isFalse();
    assertThat(key.cancelsReceived()).isZero();
  }

  @ParameterizedTest(name = "request {0} gives status {1}")
  @DisplayName("a CBOR request that is wrong in itself gets its status")
  @CsvSource({
    "'', 03", // no command
    "ee, 01", // unknown command
    "06ff, 12",
    "06a1, 12",
    "06a201020102, 12", // the same key twice
    "06a202020102, 12", // keys in descending order
    "06a1021801, 12", // a number longer than needed
    "06a1025bffffffffffffffff, 12", // a string of 2^64-1 bytes
    "069b7fffffffffffffff, 12", // a list of 2^63-1 items
    "0680, 11", // no map
    "06a10261ff, 12", // not UTF-8
    "06a0, 14", // no subcommand
    "06a1026131, 11", // a subcommand that is a text
    "06a201020204, 14", // changePIN without anything to change
    "06a201020208, 3e", // a subcommand nobody knows
    "06a201030202, 02", // PIN protocol three
    "02a0, 14",
    "02a10163612e62, 14", // no client data hash
    "04a0, 00"
  })
  void badRequest(String hex, String status) throws Exception {
    int channel = newChannel();
    sendMessage(channel, CBOR, bytes(hex));

    assertThat(receiveMessage(channel, CBOR)[0]).isEqualTo(bytes(status)[0]);
  }

  @Test
  @DisplayName(
      "getInfo names the demo model, both PIN protocols, two first, and that the PIN is set")
  void info() throws Exception {
    int channel = newChannel();
    sendMessage(channel, CBOR, bytes("04"));
    String hex = HexFormat.of().formatHex(receiveMessage(channel, CBOR));

    assertThat(hex).contains(DemoKeySet.AAGUID.toString().replace("-", ""));
    assertThat(hex).contains("69636c69656e7450696ef5").contains("06820201");
  }

  @Test
  @DisplayName("without a PIN proof neither a credential nor an assertion is given")
  void noProof() throws Exception {
    int channel = newChannel();
    sendMessage(channel, CBOR, bytes("02a201 63612e62 025820".replace(" ", "") + "00".repeat(32)));

    assertThat(receiveMessage(channel, CBOR)).containsExactly(0x36);
  }

  @Test
  @DisplayName("every open handle sees the answers to all others, as with a real key")
  void broadcast() throws Exception {
    ReportChannel listener = key.device().orElseThrow().open();
    int channel = newChannel();
    send(channel, PING, 1, new byte[1]);
    byte[] report = new byte[64];

    await()
        .until(() -> listener.receive(report, Duration.ofMillis(20)) && (report[4] & 0xff) == PING);
  }

  private int newChannel() throws IOException {
    send(BROADCAST, INIT, 8, new byte[8]);
    return next().getInt(15);
  }

  private void send(int channel, int command, int length, byte[] data) throws IOException {
    wire.send(
        ByteBuffer.allocate(64)
            .putInt(channel)
            .put((byte) command)
            .putShort((short) length)
            .put(data)
            .array());
  }

  private void sendMessage(int channel, int command, byte[] message) throws IOException {
    int sent = Math.min(57, message.length);
    send(channel, command, message.length, Arrays.copyOf(message, sent));
    for (byte sequence = 0; sent < message.length; sequence++) {
      int part = Math.min(59, message.length - sent);
      wire.send(
          ByteBuffer.allocate(64).putInt(channel).put(sequence).put(message, sent, part).array());
      sent += part;
    }
  }

  private byte[] receiveMessage(int channel, int command) throws IOException {
    ByteBuffer report = next();
    assertThat(report.getInt()).isEqualTo(channel);
    assertThat(report.get() & 0xff).isEqualTo(command);
    ByteBuffer message = ByteBuffer.allocate(report.getShort());
    while (true) {
      int part = Math.min(report.remaining(), message.remaining());
      message.put(report.slice(report.position(), part));
      if (!message.hasRemaining()) {
        return message.array();
      }
      report = next().position(5);
    }
  }

  private void assertError(int channel, int code) throws IOException {
    ByteBuffer report = next();
    assertThat(report.getInt()).isEqualTo(channel);
    assertThat(report.get() & 0xff).isEqualTo(ERROR);
    assertThat(report.get(7)).isEqualTo((byte) code);
  }

  private ByteBuffer next() throws IOException {
    byte[] report = new byte[64];
    assertThat(wire.receive(report, Duration.ofSeconds(10))).isTrue();
    return ByteBuffer.wrap(report);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
