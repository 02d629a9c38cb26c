package dev.countersign.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.decision.DecisionOutcome;
import dev.countersign.gateway.decision.DecisionService;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.fixture.TestApprover.Submitted;
import dev.countersign.gateway.fixture.TestRequester;
import dev.countersign.gateway.policy.Policy;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.x509.CardRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerTaskTest {
  @TempDir Path folder;
  private GatewayFixture gateway;
  private TestRequester requester;

  @BeforeEach
  void begin() {
    gateway = GatewayFixture.in(folder);
    requester = gateway.requester("agent-1");
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  @DisplayName("S1.6 each task of one session gets a policy decision of its own, when it is asked")
  void perTask() throws Exception {
    VerifiedRequest first = requester.request();
    RequestService later =
        new RequestService(
            gateway.identity, gateway.store, changedPolicy(), gateway.ids, gateway.clock);
    VerifiedRequest second =
        requester.verified(
            TestRequester.done(
                later.issue(
                    requester.caller,
                    requester.sign(requester.ask("ask-2", Optional.empty(), "deploy.release")))));
    assertThat(second.request().session()).isEqualTo(first.request().session());
    assertThat(second.request().policy()).isNotEqualTo(first.request().policy());
    assertThat(second.request().policy()).isEqualTo(changedPolicy().ref());
  }

  @Test
  @DisplayName(
      "S1.6 the policy of the moment decides again when a task is approved, not that of its"
          + " session")
  void atRunTime() throws Exception {
    VerifiedRequest request = requester.request();
    TestApprover approver = gateway.approver("maria");
    Submitted submitted = approver.sign(request, Decision.APPROVE);
    DecisionService later =
        new DecisionService(
            gateway.identity,
            gateway.store,
            changedPolicy(),
            CardRules.NONE,
            gateway.ids,
            gateway.clock);
    DecisionOutcome outcome =
        later.decide(
            approver.caller,
            request.request().requestId(),
            submitted.proof().toArray(),
            submitted.logEvidence().toArray());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            DecisionOutcome.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo("policy_denied"));
    assertThat(requester.status(request).grant()).isEmpty();
  }

  @Test
  @DisplayName("S2.12 queued work is refused when it is asked for and never yields a grant")
  void queued() {
    JsonObject confirms =
        JsonObject.builder()
            .put("confirms", JsonObject.builder().put("request_id", "req_1").build())
            .build();
    for (JsonValue execution : List.of(new JsonString("queued"), confirms)) {
      JsonObject ask = requester.ask("ask-q", Optional.empty(), "deploy.release").json();
      LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>(ask.members());
      members.put("execution", execution);
      byte[] wire = Envelope.sign(PayloadType.ASK, new JsonObject(members), requester.key).wire();
      Outcome<Bytes> outcome = gateway.requests.issue(requester.caller, wire);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.refusal().code()).isEqualTo("unsupported_feature"));
    }
    assertThat(gateway.requests.pending().requestIds()).isEmpty();
    assertThat(gateway.store.requests().findByAsk(requester.sessionId, "ask-q")).isEmpty();
  }

  /** The built-in policy in another version. */
  private static Policy changedPolicy() throws IOException, RefusedException {
    try (InputStream in = Policy.class.getResourceAsStream("builtin-1.json")) {
      String document = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String changed = document.replaceFirst("\"version\": *\\d+", "\"version\": 99");
      assertThat(changed).isNotEqualTo(document);
      return Policy.read(changed.getBytes(StandardCharsets.UTF_8));
    }
  }
}
