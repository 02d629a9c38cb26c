package dev.countersign.bridge.pkcs11.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.pkcs11.module.Inbox.Message;
import dev.countersign.bridge.pkcs11.wire.Frames;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What the desk sends to a module's process")
@Timeout(90) // a request that never comes must not hold up the others
class InboxTest {

  private static final byte[] PIN = {'1', '2', '3', '4'};

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final CountDownLatch deskGone = new CountDownLatch(1);

  private void send(ModuleRequest request) throws IOException {
    Frames.write(sent, request.encoded());
  }

  private void sendPin() throws IOException {
    send(new ModuleRequest.Proceed(true));
    Frames.writePin(sent, PIN);
  }

  /** All of it is read, and then the desk is gone. */
  private Inbox read() throws InterruptedException {
    return read(sent.toByteArray());
  }

  private Inbox read(byte[] bytes) throws InterruptedException {
    Inbox inbox = new Inbox(new ByteArrayInputStream(bytes), deskGone::countDown);
    inbox.start();
    assertThat(deskGone.await(60, TimeUnit.SECONDS)).isTrue();
    return inbox;
  }

  @Test
  @DisplayName("its end is told to everyone who asks, so that no work waits for ever")
  void end() throws Exception {
    send(new ModuleRequest.ListSlots());
    Inbox inbox = read();
    assertThat(inbox.take())
        .isInstanceOfSatisfying(
            Message.Asked.class,
            asked -> assertThat(asked.request()).isInstanceOf(ModuleRequest.ListSlots.class));
    assertThat(inbox.take()).isEqualTo(new Message.End());
    assertThat(inbox.take()).isEqualTo(new Message.End());
    assertThat(inbox.cancelled()).isTrue();
  }

  @Test
  @DisplayName("a PIN that no work has taken goes with the desk; other requests stay in order")
  void pinAtTheEnd() throws Exception {
    send(new ModuleRequest.ListSlots());
    sendPin();
    send(new ModuleRequest.ListCertificates(7));
    Inbox inbox = read();
    assertThat(inbox.take())
        .isInstanceOfSatisfying(
            Message.Asked.class,
            asked -> assertThat(asked.request()).isEqualTo(new ModuleRequest.ListSlots()));
    assertThat(inbox.take())
        .isInstanceOfSatisfying(
            Message.Asked.class,
            asked -> assertThat(asked.request()).isEqualTo(new ModuleRequest.ListCertificates(7)));
    assertThat(inbox.take()).isEqualTo(new Message.End());
  }

  @Test
  @DisplayName("a PIN that no work has taken goes with a cancel, which stays")
  void pinBeforeCancel() throws Exception {
    sendPin();
    send(new ModuleRequest.Cancel());
    assertThat(read().take())
        .isInstanceOfSatisfying(
            Message.Asked.class,
            asked -> assertThat(asked.request()).isInstanceOf(ModuleRequest.Cancel.class));
  }

  @Test
  @DisplayName("a PIN's frame that is cut short is no PIN, and ends everything")
  void cutShort() throws Exception {
    sendPin();
    byte[] bytes = sent.toByteArray();
    assertThat(read(Arrays.copyOf(bytes, bytes.length - 1)).take()).isEqualTo(new Message.End());
  }

  @Test
  @DisplayName("nonsense ends everything")
  void nonsense() throws Exception {
    assertThat(read(new byte[] {0, 0, 0, 1, 0}).take()).isEqualTo(new Message.End());
  }
}
