package dev.countersign.desktop.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.approval.Ending;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestKeys;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedSubscriptionTest {
  private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(Fixture.DECIDED_AT);
  private static final Duration PLENTY = Duration.ofSeconds(40);

  private final Inbox inbox = new Inbox(CLOCK);
  private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
  private final CountDownLatch testOver = new CountDownLatch(1);
  private FeedServer server;
  private FeedSubscription subscription;

  @BeforeEach
  void open() throws Exception {
    server = new FeedServer();
    subscribe(PLENTY, PLENTY);
  }

  private void subscribe(Duration silence, Duration firstByte) {
    subscription =
        new FeedSubscription(
            server.client(),
            Fixture.gatewayKeys(),
            inbox,
            new FeedTiming(
                silence, firstByte, Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(100)),
            CLOCK);
    subscription.observe(states::add);
  }

  @AfterEach
  void close() {
    testOver.countDown();
    subscription.close();
    inbox.close();
    server.close();
  }

  private static byte[] request(String id) {
    return signed(Edit.set(Fixture.requestPayload(), "request_id", id));
  }

  private static byte[] signed(JsonObject payload) {
    return Envelope.sign(PayloadType.APPROVAL_REQUEST, payload, Fixture.GATEWAY_KEY).wire();
  }

  private void publish(String id) {
    server.envelopes.put(id, request(id));
  }

  private static void send(OutputStream out, String text) throws Exception {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String event(long seq, String kind, String id) {
    return "id: " + seq + "\nevent: " + kind + "\ndata: {\"request_id\":\"" + id + "\"}\n\n";
  }

  private static String polled(long seq, String id) {
    return "{\"events\":[{\"seq\":%d,\"event\":\"pending\",\"request_id\":\"%s\","
            .formatted(seq, id)
        + "\"request_sha256\":\"x\"}],\"next\":%d}".formatted(seq);
  }

  private void holdOpen(OutputStream out) throws Exception {
    while (testOver.getCount() > 0) {
      send(out, ": here\n");
      testOver.await(200, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
  }

  private List<String> pending() {
    return inbox.snapshot().pending().stream().map(InboxItem::requestId).toList();
  }

  private void awaitPending(String... ids) {
    await().untilAsserted(() -> assertThat(pending()).containsExactlyInAnyOrder(ids));
  }

  @Test
  @DisplayName("D1 what is pending at start is shown, and what comes by the feed after it")
  void startAndFeed() {
    publish("req-1");
    publish("req-2");
    server.pending.add("req-1");
    server.next = 7;
    server.stream =
        (out, after) -> {
          send(out, ": one\n: two\n" + event(8, "pending", "req-2"));
          holdOpen(out);
        };
    subscription.start();
    awaitPending("req-1", "req-2");
    assertThat(server.resumedAfter).containsExactly(7L);
    assertThat(subscription.state()).isInstanceOf(ConnectionState.Connected.class);
  }

  @Test
  @DisplayName(
      "D1 a proxy's page in place of a request hides nothing: the request is asked for again")
  void proxyPage() {
    server.missing = "default backend - 404";
    server.stream =
        (out, after) -> {
          send(out, event(1, "pending", "req-1"));
          holdOpen(out);
        };
    subscription.start();
    await().until(() -> states.stream().anyMatch(ConnectionState.Reconnecting.class::isInstance));
    publish("req-1");
    awaitPending("req-1");
  }

  @Test
  @DisplayName("D1 withdrawn, expired, consumed and revoked requests leave with their ending")
  void endings() {
    List.of("req-1", "req-2", "req-3", "req-4").forEach(this::publish);
    server.pending.addAll(List.of("req-1", "req-2", "req-3", "req-4"));
    server.stream =
        (out, after) -> {
          send(out, event(1, "withdrawn", "req-1") + event(2, "expired", "req-2"));
          send(out, event(3, "consumed", "req-3") + event(4, "revoked", "req-4"));
          holdOpen(out);
        };
    subscription.start();
    await()
        .untilAsserted(() ->
            assertThat(inbox.snapshot().ended())
                .extracting(ended -> ended.ending())
                .containsExactly(
                    Ending.REVOKED, Ending.DECIDED_ELSEWHERE, Ending.EXPIRED, Ending.WITHDRAWN));
  }

  @Test
  @DisplayName("the gateway going away and coming back loses nothing")
  void diesAndComesBack() throws Exception {
    publish("req-1");
    publish("req-2");
    // A stream that breaks off without a word is noticed by its silence.
    subscribe(Duration.ofMillis(1_500), PLENTY);
    AtomicBoolean back = new AtomicBoolean();
    server.stream =
        (out, after) -> {
          send(out, back.get() ? event(2, "pending", "req-2") : event(1, "pending", "req-1"));
          holdOpen(out);
        };
    subscription.start();
    awaitPending("req-1");
    server.stop();
    await().until(() -> subscription.state() instanceof ConnectionState.Reconnecting);
    int before = server.askedAfter.size();
    back.set(true);
    // A gateway that is back between an attempt at the stream and the poll after it is polled.
    server.poll = polled(2, "req-2");
    server.startAgain();
    awaitPending("req-1", "req-2");
    assertThat(server.askedAfter.get(before)).isEqualTo(1L);
    await().until(() -> subscription.state() instanceof ConnectionState.Connected);
  }

  @Test
  @DisplayName("a proxy that holds the stream back is answered by polling the same sequence")
  void heldBack() {
    publish("req-1");
    subscribe(PLENTY, Duration.ofSeconds(1));
    server.stream = (out, after) -> testOver.await();
    server.poll = polled(1, "req-1");
    subscription.start();
    awaitPending("req-1");
    assertThat(subscription.state())
        .isInstanceOfSatisfying(
            ConnectionState.Connected.class, state -> assertThat(state.polling()).isTrue());
  }

  @Test
  @DisplayName("a stream that falls silent is given up and opened again")
  void silent() {
    // It is looked for at these times, the shorter of which is that of the first byte in the desk.
    subscribe(Duration.ofMillis(1_500), Duration.ofSeconds(4));
    states.clear();
    server.stream =
        (out, after) -> {
          send(out, ": one\n: two\n");
          testOver.await();
        };
    subscription.start();
    await().until(() -> server.resumedAfter.size() >= 2);
    assertThat(states).anyMatch(ConnectionState.Reconnecting.class::isInstance);
  }

  @Test
  @DisplayName("events that come twice change nothing")
  void duplicates() {
    publish("req-1");
    server.stream =
        (out, after) -> {
          send(out, event(1, "pending", "req-1") + event(2, "withdrawn", "req-1"));
          send(out, event(1, "pending", "req-1") + event(2, "withdrawn", "req-1"));
          holdOpen(out);
        };
    subscription.start();
    await().until(() -> inbox.snapshot().ended().size() == 1);
    assertThat(pending()).isEmpty();
  }

  @Test
  @DisplayName("garbage events are passed over and what follows arrives")
  void garbage() {
    publish("req-1");
    server.stream =
        (out, after) -> {
          send(out, "id: 1\nevent: pending\ndata: {not json\n\n");
          send(out, "id: x\nevent: pending\ndata: {\"request_id\":\"req-9\"}\n\n");
          send(out, "id: 2\nevent: dance\ndata: {\"request_id\":\"req-9\"}\n\n");
          send(out, "\u0001\u0002:::\n\n" + "data\n\n" + event(3, "pending", "req-1"));
          holdOpen(out);
        };
    subscription.start();
    awaitPending("req-1");
  }

  @Test
  @DisplayName("S0.1 an envelope of a key that is not pinned is never shown as approvable")
  void unknownKey() {
    server.envelopes.put(
        "req-1",
        Envelope.sign(
                PayloadType.APPROVAL_REQUEST,
                Fixture.requestPayload(),
                TestKeys.ed25519("stranger"))
            .wire());
    assertNotApprovable("req-1", RefusalCode.UNKNOWN_GATEWAY_KEY);
  }

  @Test
  @DisplayName(
      "S0.1 an envelope with a wrong signature of a pinned key is never shown as approvable")
  void wrongSignature() throws RefusedException {
    Envelope honest = Envelope.parse(request("req-1"), PayloadType.APPROVAL_REQUEST);
    Envelope other = Envelope.parse(request("req-2"), PayloadType.APPROVAL_REQUEST);
    server.envelopes.put(
        "req-1",
        new Envelope(honest.type(), honest.payload(), honest.keyid(), other.signature()).wire());
    assertNotApprovable("req-1", RefusalCode.BAD_REQUEST_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\u0000", "\\ud800", "\\udc00\\ud800", "\\uffff", "\\ufdd0", "\u0001", "\uffff"})
  @DisplayName("D2 an envelope with hostile characters is never shown as approvable")
  void hostileCharacters(String inJson) {
    JsonObject marked =
        Edit.set(Edit.set(Fixture.requestPayload(), "request_id", "req-1"), "reason", "MARK");
    String payload = JsonWriter.compactText(marked).replace("MARK", inJson);
    server.envelopes.put(
        "req-1",
        Envelope.sign(
                PayloadType.APPROVAL_REQUEST, Bytes.utf8(payload).toArray(), Fixture.GATEWAY_KEY)
            .wire());
    assertNotApprovable("req-1", RefusalCode.MALFORMED_REQUEST);
  }

  @Test
  @DisplayName("D2 an envelope with an unknown field is never shown as approvable")
  void unknownField() {
    server.envelopes.put(
        "req-1",
        signed(Edit.set(Edit.set(Fixture.requestPayload(), "request_id", "req-1"), "extra", 1)));
    assertNotApprovable("req-1", RefusalCode.MALFORMED_REQUEST);
  }

  @Test
  @DisplayName("D2 an envelope with a duplicate key is never shown as approvable")
  void duplicateKey() {
    String payload =
        JsonWriter.compactText(Fixture.requestPayload())
            .replaceFirst("\"v\":1,", "\"v\":1,\"v\":1,");
    server.envelopes.put(
        "req-1",
        Envelope.sign(
                PayloadType.APPROVAL_REQUEST, Bytes.utf8(payload).toArray(), Fixture.GATEWAY_KEY)
            .wire());
    assertNotApprovable("req-1", RefusalCode.MALFORMED_REQUEST);
  }

  @Test
  @DisplayName("D2 another request than the one announced is never shown as approvable")
  void anotherRequest() {
    server.envelopes.put("req-1", request("req-2"));
    assertNotApprovable("req-1", RefusalCode.REQUEST_MISMATCH);
  }

  private void assertNotApprovable(String id, RefusalCode code) {
    server.pending.add(id);
    server.stream = (out, after) -> holdOpen(out);
    subscription.start();
    await()
        .untilAsserted(() ->
            assertThat(inbox.find(id))
                .containsInstanceOf(InboxItem.NotApprovable.class)
                .get()
                .extracting(item -> ((InboxItem.NotApprovable) item).code())
                .isEqualTo(code));
  }

  @Test
  @DisplayName("the gateway's DPoP nonce is taken over")
  void nonce() {
    server.nonceDemands.set(1);
    server.stream = (out, after) -> holdOpen(out);
    subscription.start();
    await().until(() -> subscription.state() instanceof ConnectionState.Connected);
  }

  @Test
  @DisplayName("closing stops following at once")
  void closes() {
    server.stream = (out, after) -> holdOpen(out);
    subscription.start();
    await().until(() -> subscription.state() instanceof ConnectionState.Connected);
    subscription.close();
    await().until(() -> subscription.state() instanceof ConnectionState.Stopped);
  }
}
