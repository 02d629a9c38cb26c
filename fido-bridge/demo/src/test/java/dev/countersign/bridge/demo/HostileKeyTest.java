package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.proof.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a faulty or hostile key may say, and that the bridge always ends with a clear outcome. */
class HostileKeyTest {

  private static final int CHANNEL = 0;
  private static final int COMMAND = 4;
  private static final int LENGTH = 5;
  private static final int STATUS = 7;

  @ParameterizedTest(name = "CBOR {0}")
  @DisplayName("an answer that is not well-formed CBOR makes the key unusable")
  @ValueSource(
      strings = {
        "a1", // a map without its entry
        "bb7fffffffffffffff", // 2^63-1 entries
        "9a7fffffff", // 2^31-1 items
        "5a7fffffff00", // 2^31-1 bytes
        "5bffffffffffffffff", // 2^64-1 bytes
        "bf0102ff", // indefinite length
        "f97e00", // a float
        "c001", // a tag
        "1c", // reserved
        "0000", // two items
        "818181818181818181818181818181818181818181818100", // deeper than any answer
        "ff"
      })
  void malformed(String hex) {
    assertUnusable(Reason.MALFORMED_ANSWER, replacingFirstCbor(hex));
  }

  @ParameterizedTest(name = "CBOR {0}")
  @DisplayName("a well-formed answer of a shape that nobody expects makes the key unusable")
  @ValueSource(
      strings = {
        "00", // a number
        "80", // a list
        "f6", // null
        "a10100", // versions are a number
        "a2010203f5", // the model is true
        "a20181684649444f5f325f300480", // options are a list
        "a101816568656c6c6f", // a version nobody knows, and nothing else
      })
  void unexpected(String hex) {
    try (DemoDesk desk = tampered(replacingFirstCbor(hex))) {
      assertThat(desk.sign(RIGHT_PIN, Bytes.of(new byte[32])))
          .isInstanceOf(TokenFailure.Unusable.class);
    }
  }

  @Test
  @DisplayName("an answer that announces more than reports can carry makes the key unusable")
  void hostileLength() {
    assertUnusable(
        Reason.MALFORMED_ANSWER,
        onCbor(
            report -> List.of(ByteBuffer.wrap(report).putShort(LENGTH, (short) 0xffff).array())));
  }

  @Test
  @DisplayName("an answer without any byte makes the key unusable")
  void emptyAnswer() {
    assertUnusable(
        Reason.MALFORMED_ANSWER,
        onCbor(report -> List.of(ByteBuffer.wrap(report).putShort(LENGTH, (short) 0).array())));
  }

  @Test
  @DisplayName("a greeting shorter than the protocol's makes the key unusable")
  void shortGreeting() {
    assertUnusable(
        Reason.MALFORMED_ANSWER,
        report -> List.of(ByteBuffer.wrap(report).putShort(LENGTH, (short) 16).array()));
  }

  @Test
  @DisplayName("continuation reports in the wrong order make the key unusable")
  void wrongOrder() {
    assertUnusable(
        Reason.MALFORMED_ANSWER,
        report -> {
          if (report[COMMAND] >= 0) {
            report[COMMAND]++;
          }
          return List.of(report);
        });
  }

  @Test
  @DisplayName("an answer to another command makes the key unusable")
  void otherCommand() {
    assertUnusable(
        Reason.MALFORMED_ANSWER,
        onCbor(report -> List.of(ByteBuffer.wrap(report).put(COMMAND, (byte) 0x83).array())));
  }

  @Test
  @DisplayName("a key that says it is busy is reported as in use")
  void busy() {
    assertUnusable(Reason.IN_USE, onCbor(report -> List.of(hidError(report, 0x06))));
  }

  @Test
  @DisplayName("another HID error is reported with its number")
  void hidError() {
    try (DemoDesk desk = tampered(onCbor(report -> List.of(hidError(report, 0x0b))))) {
      assertThat(desk.sign(RIGHT_PIN, Bytes.of(new byte[32])))
          .isEqualTo(
              new TokenFailure.Unusable(
                  Reason.TOKEN_ERROR, "The key answered with HID error 0x0b."));
    }
  }

  @Test
  @DisplayName("reports for other programs' channels are passed over")
  void foreignChannel() {
    Function<byte[], List<byte[]>> noisy =
        report -> {
          byte[] foreign = report.clone();
          foreign[CHANNEL] ^= 0x55;
          byte[] foreignError = hidError(foreign, 0x06);
          byte[] foreignGreeting = ByteBuffer.allocate(64).putInt(-1).put((byte) 0x86).array();
          return List.of(foreign, foreignError, foreignGreeting, report, foreign);
        };
    try (DemoDesk desk = tampered(noisy)) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

      assertThat(desk.sign(RIGHT_PIN, credential)).isInstanceOf(SignOutcome.Signed.class);
    }
  }

  @Test
  @DisplayName("a greeting meant for another program's nonce is passed over")
  void foreignNonce() {
    Function<byte[], List<byte[]>> twice =
        report -> {
          if (report[COMMAND] != (byte) 0x86) {
            return List.of(report);
          }
          byte[] other = report.clone();
          other[STATUS] ^= 1;
          return List.of(other, report);
        };
    try (DemoDesk desk = tampered(twice)) {
      assertThat(desk.registered()).isNotNull();
    }
  }

  @Test
  @DisplayName("a key that only ever says that it works is given up at the deadline")
  void endlessKeepalives() {
    try (DemoDesk desk =
        tampered(report ->
            report[COMMAND] == (byte) 0x86
                ? List.of(report)
                : Collections.nCopies(1000, keepalive(report)))) {
      assertThat(get(desk.start(RIGHT_PIN, Duration.ofMillis(300), Bytes.of(new byte[32]))))
          .isEqualTo(new TokenFailure.TimedOut());
    }
  }

  @Test
  @DisplayName("a key that stops in the middle of an answer is given up at the deadline")
  void halfAnAnswer() {
    try (DemoDesk desk = tampered(report -> report[COMMAND] >= 0 ? List.of() : List.of(report))) {
      assertThat(get(desk.start(RIGHT_PIN, Duration.ofMillis(300), Bytes.of(new byte[32]))))
          .isEqualTo(new TokenFailure.TimedOut());
    }
  }

  @Test
  @DisplayName("an answer for a credential that nobody asked for is not a signature")
  void otherCredential() {
    AtomicInteger assertions = new AtomicInteger();
    Function<byte[], List<byte[]>> swapping =
        report -> {
          // The first report of a getAssertion answer: status 0, map of 3, key 1, the credential
          // and its id.
          boolean assertion =
              report[COMMAND] == (byte) 0x90
                  && report[STATUS] == 0
                  && report[8] == (byte) 0xa3
                  && report[9] == 1
                  && report[10] == (byte) 0xa2;
          if (assertion) {
            assertions.incrementAndGet();
            report[20] ^= 1;
          }
          return List.of(report);
        };
    try (DemoDesk desk = tampered(swapping)) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

      assertThat(desk.sign(RIGHT_PIN, credential))
          .isInstanceOfSatisfying(
              TokenFailure.Unusable.class,
              unusable -> assertThat(unusable.reason()).isEqualTo(Reason.MALFORMED_ANSWER));
      assertThat(assertions).hasValue(1);
    }
  }

  @Test
  @DisplayName("whatever single byte of an answer is changed, the outcome is one of the known ones")
  void anyByteChanged() {
    Random random = new Random(20261122); // fixed: the same changes each time
    for (int round = 0; round < 150; round++) {
      int nth = random.nextInt(24);
      int at = random.nextInt(64);
      byte change = (byte) (1 + random.nextInt(255));
      AtomicInteger count = new AtomicInteger();
      try (DemoDesk desk =
          tampered(report -> {
            if (count.getAndIncrement() == nth) {
              report[at] ^= change;
            }
            return List.of(report);
          })) {
        desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
        SignOutcome outcome =
            get(desk.start(RIGHT_PIN, Duration.ofMillis(250), Bytes.of(new byte[32])));

        assertThat(outcome).as("report %d byte %d ^ %02x", nth, at, change).isNotNull();
      }
    }
  }

  private static void assertUnusable(Reason reason, Function<byte[], List<byte[]>> onReport) {
    try (DemoDesk desk = tampered(onReport)) {
      assertThat(get(desk.start(RIGHT_PIN, PLENTY, Bytes.of(new byte[32]))))
          .isInstanceOfSatisfying(
              TokenFailure.Unusable.class,
              unusable -> assertThat(unusable.reason()).isEqualTo(reason));
    }
  }

  private static DemoDesk tampered(Function<byte[], List<byte[]>> onReport) {
    return new DemoDesk(source -> new TamperedSource(source, onReport));
  }

  /** Changes first reports of CBOR answers only. */
  private static Function<byte[], List<byte[]>> onCbor(Function<byte[], List<byte[]>> change) {
    return report -> report[COMMAND] == (byte) 0x90 ? change.apply(report) : List.of(report);
  }

  private static Function<byte[], List<byte[]>> replacingFirstCbor(String hex) {
    byte[] cbor = hexBytes(hex);
    return onCbor(report ->
        List.of(
            ByteBuffer.allocate(64)
                .put(report, 0, LENGTH)
                .putShort((short) (1 + cbor.length))
                .put((byte) 0)
                .put(cbor)
                .array()));
  }

  private static byte[] hexBytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] hidError(byte[] report, int code) {
    return ByteBuffer.allocate(64)
        .put(report, 0, COMMAND)
        .put((byte) 0xbf)
        .putShort((short) 1)
        .put((byte) code)
        .array();
  }

  private static byte[] keepalive(byte[] report) {
    return ByteBuffer.allocate(64)
        .put(report, 0, COMMAND)
        .put((byte) 0xbb)
        .putShort((short) 1)
        .put((byte) 1)
        .array();
  }
}
