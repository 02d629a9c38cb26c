package dev.countersign.bridge.fido;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.operation.OperationControl;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedConnectionTest {

  private final List<byte[]> sent = new ArrayList<>();
  private final OperationControl control =
      new OperationControl(Duration.ofSeconds(20), progress -> {});
  private final GuardedConnection connection = new GuardedConnection(new Silent(), control);

  @Test
  @DisplayName("a conversation that never ends is stopped after 32 messages")
  void endless() throws Exception {
    for (int i = 0; i < 32; i++) {
      connection.send(command());
    }
    OperationEndedException ended =
        catchThrowableOfType(OperationEndedException.class, () -> connection.send(command()));

    assertThat(ended.failure())
        .isInstanceOfSatisfying(
            TokenFailure.Unusable.class,
            unusable -> assertThat(unusable.reason()).isEqualTo(Reason.MALFORMED_ANSWER));
    assertThat(sent).hasSize(32);
  }

  @Test
  @DisplayName("after a cancel nothing new is sent")
  void nothingAfterCancel() {
    control.stop(new TokenFailure.Cancelled());
    OperationEndedException ended =
        catchThrowableOfType(OperationEndedException.class, () -> connection.send(command()));

    assertThat(ended.failure()).isEqualTo(new TokenFailure.Cancelled());
    assertThat(sent).isEmpty();
  }

  @Test
  @DisplayName(
      "a cancel is sent to the key once, on the command's channel, and a silent key is left alone")
  void cancelOnce() throws Exception {
    connection.send(command());
    control.stop(new TokenFailure.Cancelled());
    OperationEndedException ended =
        catchThrowableOfType(OperationEndedException.class, () -> connection.receive(new byte[64]));

    assertThat(ended.failure()).isEqualTo(new TokenFailure.Cancelled());
    assertThat(sent).hasSize(2);
    assertThat(sent.getLast())
        .isEqualTo(ByteBuffer.allocate(64).putInt(7).put((byte) 0x91).array());
  }

  @ParameterizedTest(name = "during the report number {0}")
  @DisplayName("a cancel is the very next report to the key, before another one of its is read")
  @ValueSource(ints = {1, 2, 3, 17})
  void cancelIsNext(int during) throws Exception {
    Waiting key = new Waiting(during);
    GuardedConnection guarded = new GuardedConnection(key, control);
    guarded.send(command());
    guarded.receive(new byte[64]);

    List<String> expected = new ArrayList<>(List.of("sent 90"));
    expected.addAll(Collections.nCopies(during, "read"));
    expected.addAll(List.of("sent 91", "read"));
    assertThat(key.log).containsExactlyElementsOf(expected);
    assertThat(key.longestWait).isLessThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  @DisplayName("the first reason to stop is the one that is told")
  void firstReason() {
    control.stop(new TokenFailure.Removed());
    control.stop(new TokenFailure.Cancelled());

    assertThat(control.stopped()).contains(new TokenFailure.Removed());
  }

  private static byte[] command() {
    return ByteBuffer.allocate(64)
        .putInt(7)
        .put((byte) 0x90)
        .putShort((short) 1)
        .put((byte) 4)
        .array();
  }

  /** A key that takes everything and says nothing. */
  private final class Silent implements ReportChannel {
    @Override
    public void send(byte[] report) {
      sent.add(report.clone());
    }

    @Override
    public boolean receive(byte[] report, Duration atMost) {
      return false;
    }

    @Override
    public void close() {}
  }

  /** A key that waits for a touch and says so, until it is told of the cancel. */
  private final class Waiting implements ReportChannel {
    private final List<String> log = new ArrayList<>();
    private final int cancelDuring;
    private int reads;
    private boolean cancelled;
    private Duration longestWait = Duration.ZERO;

    Waiting(int cancelDuring) {
      this.cancelDuring = cancelDuring;
    }

    @Override
    public void send(byte[] report) {
      log.add(String.format("sent %02x", report[4]));
      cancelled |= report[4] == (byte) 0x91;
    }

    @Override
    public boolean receive(byte[] report, Duration atMost) {
      log.add("read");
      longestWait = atMost.compareTo(longestWait) > 0 ? atMost : longestWait;
      if (++reads == cancelDuring) {
        control.stop(new TokenFailure.Cancelled());
      }
      ByteBuffer out = ByteBuffer.wrap(report).putInt(7);
      if (cancelled) {
        out.put((byte) 0x90).putShort((short) 1).put((byte) 0x2d);
      } else {
        out.put((byte) 0xbb).putShort((short) 1).put((byte) 2);
      }
      return true;
    }

    @Override
    public void close() {}
  }
}
