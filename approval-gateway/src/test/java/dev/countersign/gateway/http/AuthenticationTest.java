package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.sqlite.SqliteApprovalStore;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.Requester;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Authentication of callers")
class AuthenticationTest {
  private static final String MODEL = "11111111-2222-3333-4444-555555555555";
  private static final String PENDING = "/v1/requests?state=pending";

  @TempDir private Path data;

  private final MovingClock clock = new MovingClock();
  private final SoftToken.Maker maker = SoftToken.Maker.named("Acme Keys");
  private final TestKey requesterKey = TestKey.generate();
  private EmbeddedGateway gateway;
  private ApiClient requester;
  private ApiClient device;

  @BeforeEach
  void start() throws IOException, RefusedException {
    gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    data,
                    "gateway.test",
                    "approvals.test",
                    AttestationTrust.real(List.of(maker.root()), true))
                .withClock(clock));
    gateway.addRequester("agent-1", Requester.Type.AGENT, requesterKey.verifying());
    requester =
        new ApiClient(gateway.base(), "gateway.test", "agent-1", requesterKey, clock).login();
    Enrolment enrolment = new Enrolment(gateway);
    String code = gateway.addApprover("ada", "Ada", List.of("approvers"));
    assertThat(enrolment.run(code, maker.token(MODEL)).status()).isEqualTo(201);
    device = enrolment.client(gateway, clock).login();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("a device with a bound token and a fresh proof is let in")
  void letIn() {
    assertThat(device.get(PENDING).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("S1.5 an id in a path that is no identifier reaches no service and spoils no record")
  void pathThatIsNoIdentifier() {
    String body = "{\"request_sha256\":\"" + "A".repeat(43) + "\",\"decision\":\"approve\"}";
    for (String id : List.of("%EF%BF%BF", "%C2%A0", "req%20x", "a".repeat(300))) {
      assertThat(device.post("/v1/requests/" + id + "/challenge", body).status()).isEqualTo(404);
    }
    gateway.close();
    try (ApprovalStore store =
        SqliteApprovalStore.open(data.resolve("ledger.db"), new Ids(new SecureRandom()), clock)) {
      assertThat(store.attempts().read(0, 100))
          .extracting(each -> each.attempt().kind())
          .containsOnly(Attempt.Kind.ENROLMENT);
    }
  }

  @Test
  @DisplayName("S0.4 without an access token nobody gets in")
  void noToken() {
    HttpRequest.Builder bare = HttpRequest.newBuilder(gateway.base().resolve(PENDING)).GET();
    EnrolmentTest.assertOutsider(device.send(bare));
  }

  @Test
  @DisplayName("S0.4 the access token alone, as a bearer token, is refused")
  void bearer() {
    HttpRequest.Builder bearer =
        HttpRequest.newBuilder(gateway.base().resolve(PENDING))
            .header("Authorization", "Bearer " + device.token);
    EnrolmentTest.assertOutsider(device.send(bearer));
    HttpRequest.Builder withoutProof =
        HttpRequest.newBuilder(gateway.base().resolve(PENDING))
            .header("Authorization", "DPoP " + device.token);
    EnrolmentTest.assertOutsider(device.send(withoutProof));
  }

  @Test
  @DisplayName("S3.6 a stolen token with another DPoP key is refused")
  void stolenToken() {
    EnrolmentTest.assertOutsider(device.stolenBy(TestKey.generate()).get(PENDING));
  }

  @Test
  @DisplayName("S3.6 a token of one client with the key of another is refused")
  void swappedToken() {
    device.token = requester.token;
    EnrolmentTest.assertOutsider(device.get(PENDING));
  }

  @Test
  @DisplayName("a DPoP proof presented twice is refused")
  void replayedProof() {
    String proof = device.proof("GET", "/v1/requests", device.token);
    assertThat(device.send(withProof(proof)).status()).isEqualTo(200);
    EnrolmentTest.assertOutsider(device.send(withProof(proof)));
  }

  @Test
  @DisplayName("a proof without the server's nonce is told which one to use, and it counts then")
  void missingNonce() {
    device.nonce = "";
    Answer told = device.get(PENDING);
    assertThat(told.status()).isEqualTo(401);
    assertThat(told.code()).isEqualTo("use_dpop_nonce");
    assertThat(told.header("DPoP-Nonce")).isNotEmpty();
    assertThat(device.get(PENDING).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("a nonce of long ago is refused")
  void oldNonce() {
    clock.advance(Duration.ofMinutes(3));
    assertThat(device.get(PENDING).code()).isEqualTo("use_dpop_nonce");
  }

  @Test
  @DisplayName("a proof for another method, address or token is refused")
  void proofForAnotherCall() {
    String uri = gateway.base() + "/v1/requests";
    EnrolmentTest.assertOutsider(
        device.send(withProof(device.proof("POST", "/v1/requests", device.token))));
    EnrolmentTest.assertOutsider(
        device.send(withProof(device.proof("GET", "/v1/trust", device.token))));
    EnrolmentTest.assertOutsider(
        device.send(
            withProof(
                device.proof(
                    "j1", "GET", "https://evil.test/v1/requests", device.token, device.nonce))));
    EnrolmentTest.assertOutsider(
        device.send(withProof(device.proof("j2", "GET", uri, "another", device.nonce))));
    EnrolmentTest.assertOutsider(
        device.send(withProof(device.proof("j3", "GET", uri, null, device.nonce))));
  }

  @Test
  @DisplayName("S1.12 an access token ends after ten minutes")
  void expiredToken() {
    clock.advance(Duration.ofMinutes(10));
    EnrolmentTest.assertOutsider(device.get(PENDING));
    assertThat(device.login().get(PENDING).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("a caller of another role gets the body of every outsider")
  void wrongRole() {
    EnrolmentTest.assertOutsider(requester.get(PENDING));
    EnrolmentTest.assertOutsider(requester.get("/v1/witness"));
    EnrolmentTest.assertOutsider(device.post("/v1/sessions", "{}"));
    EnrolmentTest.assertOutsider(requester.post("/v1/redemptions", "{}"));
  }

  @Test
  @DisplayName("S1.7 a revoked device is out with its next call, whatever token it holds")
  void revokedDevice() {
    gateway.operator().revokeDevice(device.clientId);
    EnrolmentTest.assertOutsider(device.get(PENDING));
    assertThat(device.requestToken(device.assertion("again", "gateway.test", 60)).status())
        .isEqualTo(401);
  }

  @Test
  @DisplayName("S1.7 a revoked approver's devices are out with their next call")
  void revokedApprover() {
    gateway.operator().revokeApprover("ada");
    EnrolmentTest.assertOutsider(device.get(PENDING));
  }

  @Test
  @DisplayName("S1.7 a revoked requester is out with its next call")
  void revokedClient() {
    gateway.operator().revokeClient("agent-1");
    EnrolmentTest.assertOutsider(requester.post("/v1/sessions", "{}"));
  }

  @Test
  @DisplayName("a renewed token continues the approver session")
  void approverSessionContinues() {
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(9));
      device.login();
    }
    assertThat(device.get(PENDING).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("a client assertion counts once")
  void assertionOnce() {
    String assertion = requester.assertion("once", "gateway.test", 60);
    assertThat(requester.requestToken(assertion).status()).isEqualTo(200);
    Answer again = requester.requestToken(assertion);
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.string("error")).isEqualTo("invalid_client");
  }

  @Test
  @DisplayName("a client assertion for another audience, too long, or by another key is refused")
  void badAssertions() {
    assertThat(requester.requestToken(requester.assertion("a", "other.test", 60)).status())
        .isEqualTo(401);
    assertThat(requester.requestToken(requester.assertion("b", "gateway.test", 600)).status())
        .isEqualTo(401);
    assertThat(requester.requestToken(requester.assertion("c", "gateway.test", -1)).status())
        .isEqualTo(401);
    ApiClient impostor = requester.stolenBy(TestKey.generate());
    assertThat(impostor.requestToken(impostor.assertion("d", "gateway.test", 60)).status())
        .isEqualTo(401);
  }

  @Test
  @DisplayName("the demand for a nonce at the token endpoint does not use the assertion up")
  void nonceFirst() {
    ApiClient fresh = new ApiClient(gateway.base(), "gateway.test", "agent-1", requesterKey, clock);
    String assertion = fresh.assertion("kept", "gateway.test", 60);
    Answer told = fresh.requestToken(assertion);
    assertThat(told.status()).isEqualTo(400);
    assertThat(told.string("error")).isEqualTo("use_dpop_nonce");
    assertThat(fresh.requestToken(assertion).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("an unknown client and an unknown path say nothing about what is inside")
  void nothingInside() {
    ApiClient stranger =
        new ApiClient(gateway.base(), "gateway.test", "nobody", TestKey.generate(), clock);
    stranger.nonce = device.nonce;
    Answer unknown = stranger.requestToken(stranger.assertion("x", "gateway.test", 60));
    assertThat(unknown.status()).isEqualTo(401);
    Answer path = device.get("/v1/nothing/here");
    assertThat(path.status()).isEqualTo(404);
    assertThat(path.code()).isEqualTo("not_found");
    assertThat(path.text()).doesNotContain("javalin", "Exception", "\tat ");
    assertThat(path.header("Countersign-Correlation-Id")).isEqualTo(path.string("correlation_id"));
  }

  @Test
  @DisplayName("malformed JSON, an unknown member and a duplicate one are bad requests")
  void badBodies() {
    for (String body :
        List.of(
            "",
            "{",
            "[]",
            "{\"kind\":\"agent\",\"kind\":\"agent\"}",
            "{\"kind\":\"agent\",\"requester\":{\"type\":\"agent\",\"id\":\"agent-1\"},"
                + "\"attributes\":{},\"more\":1}",
            "{\"kind\":\"agent\",\"requester\":{\"type\":\"agent\",\"id\":\"other\"},"
                + "\"attributes\":{}}",
            "{\"kind\":\"agent\",\"requester\":{\"type\":\"agent\",\"id\":\"agent-1\"},"
                + "\"attributes\":{\"address\":{\"source\":\"observed\",\"value\":\"x\"}}}")) {
      Answer answer = requester.post("/v1/sessions", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("bad_request");
    }
  }

  @Test
  @DisplayName("a body larger than the limit is refused")
  void oversize() {
    Answer answer = requester.post("/v1/requests", new byte[200 * 1024]);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("too_large");
  }

  @Test
  @DisplayName("anyone may read who the gateway is, and the health of it")
  void publicInformation() {
    HttpRequest.Builder info = HttpRequest.newBuilder(gateway.base().resolve("/v1/gateway")).GET();
    Answer answer = device.send(info);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.string("issuer")).isEqualTo("gateway.test");
    assertThat(answer.json().members().keySet())
        .containsExactly("issuer", "aud", "demo", "epoch", "keys", "witness", "version");
    for (String health : List.of("/health/live", "/health/ready")) {
      HttpRequest.Builder ask = HttpRequest.newBuilder(gateway.base().resolve(health)).GET();
      assertThat(device.send(ask).status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("a form that is not the one grant is a bad request")
  void otherGrant() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.base().resolve("/oauth/token"))
            .header("DPoP", device.proof("POST", "/oauth/token", null))
            .POST(BodyPublishers.ofString("grant_type=password&username=a&password=b"));
    assertThat(device.send(request).code()).isEqualTo("bad_request");
  }

  private HttpRequest.Builder withProof(String proof) {
    return HttpRequest.newBuilder(gateway.base().resolve(PENDING))
        .header("Authorization", "DPoP " + device.token)
        .header("DPoP", proof);
  }
}
