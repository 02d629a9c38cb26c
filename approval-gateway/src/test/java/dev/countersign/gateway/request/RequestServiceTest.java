package dev.countersign.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.GatewayCode;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.fixture.TestRequester;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.presentation.Templates;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.Risk;
import dev.countersign.proof.request.Source;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestServiceTest {
  @TempDir Path folder;
  private GatewayFixture gateway;
  private TestRequester requester;

  @BeforeEach
  void begin() {
    gateway = GatewayFixture.in(folder);
    requester = gateway.requester("pipeline-1");
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  @DisplayName("a request carries the ask's digest, the session as pinned and what policy says")
  void issue() throws Exception {
    Ask ask = requester.ask("ask-1", Optional.empty(), "secret.rotate");
    byte[] wire = requester.sign(ask);
    VerifiedRequest request = requester.verified(TestRequester.done(issue(wire)));
    assertThat(request.request().askSha256())
        .isEqualTo(Envelope.parse(wire, PayloadType.ASK).digest());
    assertThat(request.request().session().id()).isEqualTo(requester.sessionId);
    assertThat(request.request().session().attributes().values().get("address"))
        .satisfies(address -> {
          assertThat(address.source()).isEqualTo(Source.OBSERVED);
          assertThat(address.value()).isEqualTo(requester.caller.address());
        });
    assertThat(request.request().risk().level()).isEqualTo(Risk.Level.CRITICAL);
    assertThat(request.request().confirmation().phraseRequired()).isTrue();
    assertThat(request.request().epoch()).isEqualTo(gateway.store.epoch());
    assertThat(gateway.requests.pending().requestIds())
        .containsExactly(request.request().requestId());
    assertThat(gateway.attempts(Attempt.Kind.ASK).getLast().attempt().outcome())
        .isEqualTo(Attempt.ACCEPTED);
  }

  @Test
  @DisplayName("a repeated ask returns the same request; the same id for another ask is refused")
  void repeated() {
    byte[] wire = requester.sign(requester.ask("ask-1", Optional.empty(), "deploy.release"));
    Outcome<Bytes> first = issue(wire);
    gateway.clock.advance(70);
    assertThat(issue(wire)).isEqualTo(first);
    byte[] other = requester.sign(requester.ask("ask-1", Optional.empty(), "shell.exec"));
    assertThat(code(issue(other))).isEqualTo("request_mismatch");
  }

  @Test
  @DisplayName("an ask older than 60 s, or from the future, is refused")
  void askTime() {
    byte[] wire = requester.sign(requester.ask("ask-1", Optional.empty(), "deploy.release"));
    gateway.clock.advance(Ask.LIFE_SECONDS);
    assertThat(code(issue(wire))).isEqualTo("expired");
    gateway.clock.advance(-Ask.LIFE_SECONDS - 6);
    assertThat(code(issue(wire))).isEqualTo("not_yet_valid");
  }

  @Test
  @DisplayName("S3.6 an ask signed by another key is refused, also inside a good session")
  void otherKey() {
    TestRequester other = gateway.requester("pipeline-2");
    Ask ask = requester.ask("ask-1", Optional.empty(), "deploy.release");
    assertThat(code(issue(other.sign(ask)))).isEqualTo("bad_ask_signature");
    assertThat(code(gateway.requests.issue(other.caller, other.sign(ask))))
        .isEqualTo("session_changed");
    assertThat(issue(requester.sign(ask))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  @DisplayName("S3.1 a change of the source address is refused and ends the session")
  void otherAddress() {
    VerifiedRequest pending = requester.request();
    RequesterCaller moved =
        new RequesterCaller(requester.caller.id(), requester.caller.jkt(), "198.51.100.7");
    byte[] wire = requester.sign(requester.ask("ask-1", Optional.empty(), "deploy.release"));
    assertThat(code(gateway.requests.issue(moved, wire))).isEqualTo("session_changed");
    assertThat(code(issue(wire))).isEqualTo("session_ended");
    assertThat(requester.status(pending).state()).isEqualTo(RequestState.REVOKED);
  }

  @Test
  @DisplayName("features that this version does not carry out are refused by name")
  void unsupported() {
    JsonObject ask = requester.ask("ask-1", Optional.empty(), "deploy.release").json();
    LinkedHashMap<String, JsonValue> queued = new LinkedHashMap<>(ask.members());
    queued.put("execution", new JsonString("queued"));
    byte[] wire = Envelope.sign(PayloadType.ASK, new JsonObject(queued), requester.key).wire();
    assertThat(code(issue(wire))).isEqualTo("unsupported_feature");
    assertThat(gateway.attempts(Attempt.Kind.ASK).getLast().attempt().binding())
        .containsEntry("caller", "pipeline-1")
        .containsKey("ask_envelope_sha256");
  }

  @Test
  @DisplayName("D2 details that do not fit their type are refused by place, and nothing is stored")
  void unfit() {
    Ask good = requester.ask("ask-1", Optional.empty(), "secret.rotate");
    LinkedHashMap<String, JsonValue> detail =
        new LinkedHashMap<>(good.details().items().getFirst().members());
    detail.put("grace_seconds", new JsonString("a while"));
    Ask unfit =
        new Ask(
            good.issuer(),
            good.askId(),
            good.sessionId(),
            good.issuedAt(),
            new AuthorizationDetails(List.of(new JsonObject(detail))),
            good.reason(),
            good.ticket(),
            good.context(),
            good.supersedes());
    Outcome<Bytes> outcome = issue(requester.sign(unfit));
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Refused<>(
                Refusal.of(
                        GatewayCode.INVALID_TRANSACTION,
                        "does not fit the schema of its type: type")
                    .at("/authorization_details/0/grace_seconds")));
    assertThat(kinds()).isEmpty();
    // The id is still free: the refused ask left nothing but the record of the attempt.
    assertThat(issue(requester.sign(good))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  @DisplayName("D2 a request names the newest template of its type, a mixed one the generic")
  void template() {
    assertThat(requester.request("deploy.release").request().display())
        .isEqualTo(Templates.published("deploy.release", 1).ref());
    assertThat(requester.request("deploy.release", "shell.exec").request().display())
        .isEqualTo(Templates.published("generic", 2).ref());
  }

  @Test
  @DisplayName("several details are held to all their rules: the groups that all of them name")
  void severalDetails() {
    VerifiedRequest request = requester.request("deploy.release", "shell.exec");
    assertThat(request.request().quorum().slots()).containsExactly(List.of("security"));
    assertThat(request.request().risk().level()).isEqualTo(Risk.Level.HIGH);
  }

  @Test
  @DisplayName("S3.4 the end of a pipeline's session voids its pending requests")
  void sessionEnd() {
    VerifiedRequest request = requester.request();
    assertThat(gateway.sessions.end(requester.caller, requester.sessionId))
        .isInstanceOf(Outcome.Done.class);
    assertThat(requester.status(request).state()).isEqualTo(RequestState.REVOKED);
    assertThat(kinds()).containsExactly(FeedEvent.Kind.PENDING, FeedEvent.Kind.REVOKED);
    byte[] wire = requester.sign(requester.ask("ask-9", Optional.empty(), "deploy.release"));
    assertThat(code(issue(wire))).isEqualTo("session_ended");
  }

  @Test
  @DisplayName("S3.9 an approver ends a requester's session with one call")
  void endByApprover() {
    TestApprover alice = gateway.approver("alice");
    VerifiedRequest request = requester.request();
    assertThat(gateway.sessions.endByApprover(alice.caller, requester.sessionId))
        .isInstanceOf(Outcome.Done.class);
    assertThat(requester.status(request).state()).isEqualTo(RequestState.REVOKED);
    DeviceCaller nobody = new DeviceCaller("no-such-device", "alice", "aps_x");
    assertThat(code(gateway.sessions.endByApprover(nobody, requester.sessionId)))
        .isEqualTo("device_revoked");
  }

  @Test
  @DisplayName("a requester withdraws its pending request once, and nobody else's")
  void withdraw() {
    VerifiedRequest request = requester.request();
    String id = request.request().requestId();
    TestRequester other = gateway.requester("pipeline-2");
    assertThat(gateway.requests.withdraw(other.caller, id)).isInstanceOf(Outcome.NotFound.class);
    assertThat(gateway.requests.withdraw(requester.caller, id)).isInstanceOf(Outcome.Done.class);
    assertThat(requester.status(request).state()).isEqualTo(RequestState.WITHDRAWN);
    assertThat(code(gateway.requests.withdraw(requester.caller, id))).isEqualTo("withdrawn");
    assertThat(kinds()).containsExactly(FeedEvent.Kind.PENDING, FeedEvent.Kind.WITHDRAWN);
  }

  @Test
  @DisplayName("a request supersedes a pending one of its own session only")
  void supersede() {
    VerifiedRequest first = requester.request();
    Optional<String> firstId = Optional.of(first.request().requestId());
    TestRequester other = gateway.requester("pipeline-2");
    assertThat(
            code(
                gateway.requests.issue(
                    other.caller, other.sign(other.ask("a", firstId, "deploy.release")))))
        .isEqualTo("unknown_request");
    Outcome<Bytes> second = issue(requester.sign(requester.ask("a", firstId, "deploy.release")));
    assertThat(second).isInstanceOf(Outcome.Done.class);
    assertThat(requester.status(first).state()).isEqualTo(RequestState.SUPERSEDED);
    assertThat(code(issue(requester.sign(requester.ask("b", firstId, "deploy.release")))))
        .isEqualTo("unknown_request");
  }

  @Test
  @DisplayName("S2.15 a request expires at its time, on reading and by the sweep, with an event")
  void expire() {
    VerifiedRequest read = requester.request();
    VerifiedRequest swept = requester.request();
    gateway.clock.advance(299);
    gateway.requests.expireOverdue();
    assertThat(requester.status(read).state()).isEqualTo(RequestState.PENDING);
    gateway.clock.advance(1);
    assertThat(gateway.requests.pending().requestIds()).isEmpty();
    assertThat(requester.status(read).state()).isEqualTo(RequestState.EXPIRED);
    gateway.requests.expireOverdue();
    assertThat(requester.status(swept).state()).isEqualTo(RequestState.EXPIRED);
    assertThat(kinds())
        .containsExactly(
            FeedEvent.Kind.PENDING,
            FeedEvent.Kind.PENDING,
            FeedEvent.Kind.EXPIRED,
            FeedEvent.Kind.EXPIRED);
  }

  @Test
  @DisplayName("waiting for a decision ends when it is made")
  void waiting() throws Exception {
    TestApprover alice = gateway.approver("alice");
    VerifiedRequest request = requester.request();
    CompletableFuture<RequestState> waiting =
        CompletableFuture.supplyAsync(
            () -> requester.status(request.request().requestId(), Duration.ofSeconds(25)).state());
    alice.approve(request);
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(RequestState.APPROVED);
  }

  @Test
  @DisplayName("a requester does not see another requester's request")
  void notVisible() throws Exception {
    VerifiedRequest request = requester.request();
    TestRequester other = gateway.requester("pipeline-2");
    assertThat(gateway.requests.status(other.caller, request.request().requestId(), Duration.ZERO))
        .isInstanceOf(Outcome.NotFound.class);
  }

  @Test
  @DisplayName("S1.7 a revoked requester's session, requests and further asks end at once")
  void revokedClient() {
    VerifiedRequest request = requester.request();
    gateway.store.directory().revokeClient("pipeline-1");
    assertThat(requester.status(request).state()).isEqualTo(RequestState.REVOKED);
    byte[] wire = requester.sign(requester.ask("ask-9", Optional.empty(), "deploy.release"));
    assertThat(issue(wire)).isInstanceOf(Outcome.NotFound.class);
  }

  private Outcome<Bytes> issue(byte[] wire) {
    return gateway.requests.issue(requester.caller, wire);
  }

  private List<FeedEvent.Kind> kinds() {
    return gateway.store.feed().read(0, 100).stream().map(FeedEvent::kind).toList();
  }

  private static String code(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Refused<?>(var refusal) -> refusal.code();
      default -> "not refused but " + outcome;
    };
  }
}
