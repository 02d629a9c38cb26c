package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.enrollment.RevocationTrouble;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.decision.GenesisLeaf;
import dev.countersign.proof.decision.IntentLeaf;
import dev.countersign.proof.decision.LogEvidence;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.decision.SessionChallenge;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.transaction.TransactionTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SignatureException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("One approval over HTTP, from the ask to the redemption")
class LifeTest {
  private static final String MODEL = "11111111-2222-3333-4444-555555555555";

  @TempDir private Path data;

  final MovingClock clock = new MovingClock();
  private final SoftToken.Maker maker = SoftToken.Maker.named("Acme Keys");
  private final SoftToken token = maker.token(MODEL);
  private final TestKey requesterKey = TestKey.generate();
  EmbeddedGateway gateway;
  ApiClient requester;
  private ApiClient executor;
  ApiClient device;
  private String session;

  /** Of the one detail that is asked for. */
  String type = "secret.rotate";

  @BeforeEach
  void start() throws IOException, RefusedException {
    gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    data,
                    "gateway.test",
                    "approvals.test",
                    AttestationTrust.real(List.of(maker.root()), true))
                .withCards(cards())
                .withClock(clock));
    gateway.addRequester("agent-1", Requester.Type.AGENT, requesterKey.verifying());
    TestKey executorKey = TestKey.generate();
    gateway.addExecutor("vault-1", List.of("*"), executorKey.verifying());
    String code = gateway.addApprover("ada", "Ada", List.of("security"));
    Enrolment enrolment = new Enrolment(gateway);
    Answer enrolled = enrol(enrolment, code);
    assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
    requester = client("agent-1", requesterKey);
    executor = client("vault-1", executorKey);
    device = enrolment.client(gateway, clock).login();
    session = startSession();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** Which smart cards the gateway takes: none here, and what is wrong with lists is no matter. */
  CardPolicy cards() {
    return CardPolicy.NONE.withTroubles(
        () -> List.of(new RevocationTrouble("CRL in root.crl", "is stale")));
  }

  /** Enrols the device and the token that this class approves with. */
  Answer enrol(Enrolment enrolment, String code) {
    return enrolment.run(code, token);
  }

  /** What the token makes of a statement. */
  Evidence evidence(byte[] statement) {
    Bytes clientData = ClientData.get(DecisionStatement.challenge(statement), "approvals.test");
    Bytes authenticatorData = token.authenticatorData("approvals.test");
    return new WebAuthnEvidence(
        token.credentialId,
        authenticatorData,
        clientData,
        token.sign(authenticatorData, clientData));
  }

  @Test
  @DisplayName("S0.3 S0.9 asked, approved by a touch, redeemed once; the second of each is refused")
  void wholeLife() throws RefusedException {
    VerifiedRequest request = ask("ask-1");
    String id = request.request().requestId();
    assertThat(requester.get("/v1/requests/" + id).string("state")).isEqualTo("pending");
    assertThat(device.get("/v1/requests?state=pending").text()).contains(id);
    assertThat(device.get("/v1/requests/" + id + "/envelope").body())
        .isEqualTo(request.envelope().wire());

    byte[] submission = approve(request);
    Answer receipt = device.post("/v1/requests/" + id + "/decision", submission);
    assertThat(receipt.status()).as(receipt.text()).isEqualTo(200);
    assertThat(Envelope.parse(receipt.body(), PayloadType.RECEIPT)).isNotNull();

    Answer replay = device.post("/v1/requests/" + id + "/decision", submission);
    assertThat(replay.status()).isEqualTo(422);
    assertThat(replay.code()).isEqualTo("already_decided");
    assertThat(JsonWriter.compact(replay.object("receipt"))).isEqualTo(receipt.body());

    Answer status = requester.get("/v1/requests/" + id + "?wait=5");
    assertThat(status.string("state")).isEqualTo("approved");
    JsonObject grant = status.object("grant");

    byte[] first = redemption(request, grant, "redemption-1");
    Answer redeemed = executor.post("/v1/redemptions", first);
    assertThat(redeemed.status()).as(redeemed.text()).isEqualTo(200);
    assertThat(executor.post("/v1/redemptions", first).body()).isEqualTo(redeemed.body());
    Answer second = executor.post("/v1/redemptions", redemption(request, grant, "redemption-2"));
    assertThat(second.status()).isEqualTo(422);
    assertThat(second.code()).isEqualTo("already_redeemed");

    String outcome = "/v1/redemptions/redemption-1/outcome";
    assertThat(executor.post(outcome, "{\"outcome\":\"executed\"}").status()).isEqualTo(204);
    assertThat(executor.post(outcome, "{\"outcome\":\"failed\"}").status()).isEqualTo(422);
    assertThat(executor.post(outcome, "{\"outcome\":\"perhaps\"}").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("S0.9 nothing is granted for a denied request")
  void denied() throws RefusedException {
    VerifiedRequest request = ask("ask-1");
    String id = request.request().requestId();
    byte[] submission = submission(request, "deny");
    assertThat(device.post("/v1/requests/" + id + "/decision", submission).status()).isEqualTo(200);
    Answer status = requester.get("/v1/requests/" + id);
    assertThat(status.string("state")).isEqualTo("denied");
    assertThat(status.json().get("grant")).isEmpty();
  }

  @Test
  @DisplayName("a repeated ask returns the same request, other bytes under its id are refused")
  void repeatedAsk() throws RefusedException {
    byte[] wire = askEnvelope("ask-1", "rotate the key");
    Answer first = requester.post("/v1/requests", wire);
    assertThat(requester.post("/v1/requests", wire).body()).isEqualTo(first.body());
    Answer other = requester.post("/v1/requests", askEnvelope("ask-1", "something else"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.code()).isEqualTo("request_mismatch");
    assertThat(requester.post("/v1/requests", "{}").code()).isEqualTo("malformed_envelope");
  }

  @Test
  @DisplayName("S3.4 the end of the session voids the pending request")
  void sessionEnd() throws RefusedException {
    String id = ask("ask-1").request().requestId();
    assertThat(requester.delete("/v1/sessions/" + session).status()).isEqualTo(204);
    assertThat(requester.get("/v1/requests/" + id).string("state")).isEqualTo("revoked");
  }

  @Test
  @DisplayName("S3.9 an approver ends a requester session with one call")
  void endedFromTheDesk() throws RefusedException {
    String id = ask("ask-1").request().requestId();
    assertThat(device.delete("/v1/requester-sessions/" + session).status()).isEqualTo(204);
    assertThat(requester.get("/v1/requests/" + id).string("state")).isEqualTo("revoked");
    assertThat(device.delete("/v1/requester-sessions/unknown").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("a withdrawn request gets no challenge")
  void withdrawn() throws RefusedException {
    VerifiedRequest request = ask("ask-1");
    String path = "/v1/requests/" + request.request().requestId();
    assertThat(requester.post(path + "/withdraw", new byte[0]).status()).isEqualTo(204);
    Answer challenge = device.post(path + "/challenge", challengeBody(request, "approve"));
    assertThat(challenge.status()).isEqualTo(422);
    assertThat(challenge.code()).isEqualTo("withdrawn");
  }

  @Test
  @DisplayName("S2.15 a request that nobody decides expires")
  void expires() throws RefusedException {
    String id = ask("ask-1").request().requestId();
    clock.advance(Duration.ofMinutes(6));
    requester.login();
    assertThat(requester.get("/v1/requests/" + id + "?wait=10").string("state"))
        .isEqualTo("expired");
  }

  @Test
  @DisplayName("the health says what is wrong with lists for cards, and the gateway goes on")
  void health() {
    Answer health = device.get("/health/ready");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.text())
        .isEqualTo(
            "{\"status\":\"ok\",\"open_alarms\":0,\"revocation_troubles\":"
                + "[{\"source\":\"CRL in root.crl\",\"sentence\":\"is stale\"}]}");
  }

  @Test
  @DisplayName("the long poll shows the same sequence as the stream will")
  void longPoll() throws RefusedException {
    VerifiedRequest request = ask("ask-1");
    Answer events = device.get("/v1/feed/poll?after=0&wait=5");
    assertThat(events.text()).contains("\"event\":\"pending\"", request.request().requestId());
    assertThat(events.number("next")).isPositive();
    assertThat(device.get("/v1/feed/poll?after=x").status()).isEqualTo(400);
    assertThat(device.get("/v1/witness").status()).isEqualTo(404);
    assertThat(device.get("/v1/alarms").text()).isEqualTo("{\"alarms\":[]}");
    assertThat(device.get("/health/ready").number("open_alarms")).isZero();
    assertThat(device.get("/v1/trust").body()).isEqualTo(gateway.trust().bytes());
  }

  private ApiClient client(String id, TestKey key) {
    return new ApiClient(gateway.base(), "gateway.test", id, key, clock).login();
  }

  private String startSession() {
    Answer answer =
        requester.post(
            "/v1/sessions",
            "{\"kind\":\"agent\",\"requester\":{\"type\":\"agent\",\"id\":\"agent-1\"},"
                + "\"attributes\":{\"job\":{\"source\":\"claimed\",\"value\":\"nightly\"}}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.string("session_id");
  }

  VerifiedRequest ask(String askId) throws RefusedException {
    Answer answer = requester.post("/v1/requests", askEnvelope(askId, "rotate the key"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return VerifiedRequest.verify(answer.body(), gateway.identity().keys());
  }

  private byte[] askEnvelope(String askId, String reason) throws RefusedException {
    JsonObject detail = TransactionTypes.named(type).orElseThrow().example();
    Ask ask =
        new Ask(
            "gateway.test",
            askId,
            session,
            clock.instant().getEpochSecond(),
            new AuthorizationDetails(List.of(detail)),
            reason,
            Optional.of("CHG-1"),
            Attributes.NONE,
            Optional.empty());
    return Envelope.sign(PayloadType.ASK, ask.json(), requesterKey.signing()).wire();
  }

  private byte[] challengeBody(VerifiedRequest request, String decision) {
    return JsonWriter.compact(
        JsonObject.builder()
            .put("request_sha256", request.sha256().value())
            .put("decision", decision)
            .build());
  }

  byte[] approve(VerifiedRequest request) throws RefusedException {
    return submission(request, "approve");
  }

  /** What the desk does between review and submission. */
  private byte[] submission(VerifiedRequest request, String decision) throws RefusedException {
    String path = "/v1/requests/" + request.request().requestId();
    Answer answer = device.post(path + "/challenge", challengeBody(request, decision));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    SessionChallenge.Verified challenge =
        SessionChallenge.verify(answer.body(), gateway.identity().keys());
    Presentation presentation = Presentation.of(request);
    ReviewedRequest.Facts facts =
        new ReviewedRequest.Facts(
            true, 60_000, Optional.of(ConfirmationPhrase.of(request.sha256()).toString()));
    ReviewedRequest reviewed =
        decision.equals("approve")
            ? ReviewedRequest.approve(presentation, Optional.empty(), facts)
            : ReviewedRequest.deny(presentation, false, Optional.of("no"), facts);
    long now = clock.instant().getEpochSecond();
    Bytes leaf =
        Bytes.of(
            new IntentLeaf(
                    now,
                    request.sha256(),
                    presentation.displayDigest(),
                    reviewed.decision(),
                    "ada",
                    device.clientId,
                    challenge.sha256(),
                    Bytes.of(new byte[16]))
                .bytes());
    String origin = LogHead.originOf(device.clientId);
    Bytes genesis =
        Bytes.of(
            new GenesisLeaf(now, origin, device.clientId, "gateway.test", Bytes.of(new byte[16]))
                .bytes());
    witnessFirst(origin, genesis);
    TreeHash first = TreeHashing.leaf(genesis.toArray());
    TreeHash second = TreeHashing.leaf(leaf.toArray());
    LogHead head = new LogHead(origin, 2, TreeHashing.node(first, second), 1);
    DecisionStatement.App app = new DecisionStatement.App("test", "1");
    byte[] statement = DecisionStatement.of(reviewed, challenge, head, app, now).bytes();
    Digest c = DecisionStatement.challenge(statement);
    ApprovalProof proof = ApprovalProof.seal(statement, device.key.signing(), evidence(statement));
    Envelope log =
        Envelope.sign(
            PayloadType.LOG_EVIDENCE,
            new LogEvidence(c, leaf, List.of(first), 1, List.of(second)).json(),
            device.key.signing());
    return JsonWriter.compact(
        JsonObject.builder()
            .put("proof", Bytes.of(proof.wire()))
            .put("log_evidence", StrictJson.parseObject(log.wire(), Envelope.MAX_BYTES))
            .build());
  }

  /** The log's first head, with the genesis entry that the gateway asks for. */
  private void witnessFirst(String origin, Bytes genesis) {
    try {
      SignedCheckpoint signed =
          SignedCheckpoint.sign(
              new Checkpoint(origin, 1, TreeHashing.leaf(genesis.toArray())),
              NoteKeys.deviceSigner(origin, device.key.signing()));
      Answer answer =
          device.post(
              "/v1/witness",
              JsonWriter.compact(
                  JsonObject.builder()
                      .put("checkpoint", new String(signed.toBytes(), StandardCharsets.UTF_8))
                      .put("consistency", JsonArray.ofStrings(List.of()))
                      .put("from", 0)
                      .put(
                          "genesis",
                          JsonObject.builder()
                              .put("entry", genesis)
                              .put("inclusion", JsonArray.ofStrings(List.of()))
                              .build())
                      .build()));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    } catch (SignatureException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private byte[] redemption(VerifiedRequest request, JsonObject grant, String redemptionId)
      throws RefusedException {
    Envelope granted = Envelope.parse(JsonWriter.compact(grant), PayloadType.GRANT);
    JsonObject payload = granted.json();
    JsonObject redeem =
        JsonObject.builder()
            .put("v", 1)
            .put("grant_id", payload.get("grant_id").orElseThrow())
            .put("redemption_id", redemptionId)
            .put("executor_id", "vault-1")
            .put("executor_nonce", Bytes.of(new byte[32]))
            .put("index", 0)
            .put("request_sha256", request.sha256().value())
            .build();
    Envelope signed = Envelope.sign(PayloadType.REDEEM, redeem, requesterKey.signing());
    return JsonWriter.compact(
        JsonObject.builder()
            .put("grant", grant)
            .put("redeem", StrictJson.parseObject(signed.wire(), Envelope.MAX_BYTES))
            .build());
  }
}
