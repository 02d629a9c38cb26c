package dev.countersign.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.decision.DecisionOutcome;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.fixture.TestRequester;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Chain;
import dev.countersign.proof.request.Delegate;
import dev.countersign.proof.request.ParentRef;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainedRequestTest {
  private static final String TYPE = "build.task";
  private static final Delegate ENTRY =
      new Delegate(TYPE, List.of("host://db-1", "host://db-2"), List.of("install"), 2, 2);

  @TempDir Path folder;
  private GatewayFixture gateway;
  private TestRequester planner;
  private TestRequester agent;
  private TestApprover approver;
  private VerifiedRequest parent;

  @BeforeEach
  void begin() {
    gateway = GatewayFixture.in(folder);
    planner = gateway.requester("planner");
    agent = gateway.requester("agent");
    approver = gateway.approver("maria");
    parent = issued(planner, detail("host://db-9", "plan"), delegating(Optional.empty(), ENTRY));
    accept(parent);
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  @DisplayName("S1.9 a child of another session is issued, approved and granted inside its parent")
  void child() {
    gateway.clock.advance(100);
    VerifiedRequest child = child("host://db-1");
    assertThat(child.request().chain().parent()).contains(named(parent));
    assertThat(child.request().expiresAt()).isEqualTo(parent.request().expiresAt());
    assertThat(child.sha256()).isNotEqualTo(parent.sha256());
    accept(child);
    assertThat(agent.grant(child).size()).isPositive();
  }

  @Test
  @DisplayName("S1.9 an ask outside of its parent is refused before anybody is shown it")
  void outside() {
    List<String> before = gateway.requests.pending().requestIds();
    Chain inside = new Chain(Optional.of(named(parent)), List.of());
    refused("outside_parent", ask(agent, detail("host://db-3", "install"), inside));
    refused("outside_parent", ask(agent, detail("host://db-1", "remove"), inside));
    refused(
        "outside_parent",
        ask(
            agent,
            detail("host://db-1", "install"),
            delegating(
                Optional.of(named(parent)),
                new Delegate(TYPE, List.of("host://db-9"), List.of("install"), 1, 1))));
    refused(
        "too_deep",
        ask(
            agent,
            detail("host://db-1", "install"),
            delegating(Optional.of(named(parent)), ENTRY)));
    refused(
        "unknown_parent",
        ask(
            agent,
            detail("host://db-1", "install"),
            new Chain(Optional.of(new ParentRef("req_none", parent.sha256())), List.of())));
    refused(
        "parent_mismatch",
        ask(
            agent,
            detail("host://db-1", "install"),
            new Chain(
                Optional.of(
                    new ParentRef(parent.request().requestId(), parent.request().askSha256())),
                List.of())));
    assertThat(gateway.requests.pending().requestIds()).isEqualTo(before);
    assertThat(gateway.attempts(Attempt.Kind.ASK).getLast().attempt().outcome())
        .isEqualTo("parent_mismatch");
  }

  @Test
  @DisplayName("S1.9 a parent that is not approved has no children, nor one without delegates")
  void notApproved() {
    VerifiedRequest pending =
        issued(planner, detail("host://db-9", "plan"), delegating(Optional.empty(), ENTRY));
    refused("parent_not_live", ask(agent, detail("host://db-1", "install"), under(pending)));
    VerifiedRequest barren = issued(planner, detail("host://db-9", "plan"), Chain.NONE);
    accept(barren);
    refused("outside_parent", ask(agent, detail("host://db-1", "install"), under(barren)));
  }

  @Test
  @DisplayName("S1.9 pending children take up room when asked for, and denied ones give it back")
  void room() {
    VerifiedRequest first = child("host://db-1");
    child("host://db-2");
    refused("too_many_children", ask(agent, detail("host://db-1", "install"), under(parent)));
    assertThat(approver.deny(first)).isInstanceOf(DecisionOutcome.Accepted.class);
    accept(child("host://db-1"));
  }

  @Test
  @DisplayName("S1.10 ending the parent's session takes undecided children and unredeemed grants")
  void sessionEnds() {
    VerifiedRequest undecided = child("host://db-1");
    VerifiedRequest approved = child("host://db-2");
    accept(approved);
    Bytes grant = agent.grant(approved);
    gateway.sessions.end(planner.caller, planner.sessionId);
    assertThat(agent.status(undecided).state()).isEqualTo(RequestState.REVOKED);
    assertThat(agent.status(approved).state()).isEqualTo(RequestState.REVOKED);
    assertThat(code(redeem(grant))).isEqualTo("revoked");
    refused("parent_not_live", ask(agent, detail("host://db-1", "install"), under(parent)));
  }

  @Test
  @DisplayName("S1.10 a late denial of the parent takes grandchildren too, its own grant redeemed")
  void lateDenial() {
    gateway.grants.redeem(
        gateway.executor(),
        planner.grant(parent).toArray(),
        planner.order(planner.grant(parent), "red-parent", 0));
    Delegate less = new Delegate(TYPE, List.of("host://db-1"), List.of("install"), 1, 1);
    VerifiedRequest child =
        issued(
            agent, detail("host://db-1", "install"), delegating(Optional.of(named(parent)), less));
    accept(child);
    VerifiedRequest grandchild = issued(agent, detail("host://db-1", "install"), under(child));
    assertThat(approver.deny(parent)).isInstanceOf(DecisionOutcome.Accepted.class);
    assertThat(agent.status(child).state()).isEqualTo(RequestState.REVOKED);
    assertThat(agent.status(grandchild).state()).isEqualTo(RequestState.REVOKED);
  }

  @Test
  @DisplayName(
      "S1.1 S1.10 a parent that ends between check and count is read again in the one transaction")
  void endsInBetween() {
    VerifiedRequest child = child("host://db-1");
    GatewayFixture racing =
        gateway.on(
            InterposedStore.before(
                gateway.store, () -> gateway.store.sessions().end(planner.sessionId)));
    TestApprover.Submitted submitted = approver.sign(child, Decision.APPROVE);
    DecisionOutcome outcome =
        racing.decisions.decide(
            approver.caller,
            child.request().requestId(),
            submitted.proof().toArray(),
            submitted.logEvidence().toArray());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            DecisionOutcome.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.REVOKED.wire()));
    assertThat(agent.status(child).grant()).isEmpty();
  }

  private VerifiedRequest child(String location) {
    return issued(agent, detail(location, "install"), under(parent));
  }

  private static Chain under(VerifiedRequest parent) {
    return new Chain(Optional.of(named(parent)), List.of());
  }

  private static Chain delegating(Optional<ParentRef> parent, Delegate entry) {
    return new Chain(parent, List.of(entry));
  }

  private static ParentRef named(VerifiedRequest request) {
    return new ParentRef(request.request().requestId(), request.sha256());
  }

  private static JsonObject detail(String location, String action) {
    return JsonObject.builder()
        .put("type", TYPE)
        .put("locations", JsonArray.ofStrings(List.of(location)))
        .put("actions", JsonArray.ofStrings(List.of(action)))
        .build();
  }

  private VerifiedRequest issued(TestRequester requester, JsonObject detail, Chain chain) {
    return requester.verified(TestRequester.done(ask(requester, detail, chain)));
  }

  private Outcome<Bytes> ask(TestRequester requester, JsonObject detail, Chain chain) {
    Ask ask =
        new Ask(
                gateway.identity.issuer(),
                gateway.ids.next("ask_"),
                requester.sessionId,
                gateway.clock.now(),
                new AuthorizationDetails(List.of(detail)),
                "scheduled change",
                Optional.empty(),
                Attributes.NONE,
                Optional.empty())
            .with(chain);
    return gateway.requests.issue(requester.caller, requester.sign(ask));
  }

  private void accept(VerifiedRequest request) {
    assertThat(approver.approve(request)).isInstanceOf(DecisionOutcome.Accepted.class);
  }

  private Outcome<Bytes> redeem(Bytes grant) {
    return gateway.grants.redeem(
        gateway.executor(), grant.toArray(), agent.order(grant, "red-1", 0));
  }

  private static void refused(String code, Outcome<Bytes> outcome) {
    assertThat(code(outcome)).isEqualTo(code);
  }

  private static String code(Outcome<Bytes> outcome) {
    return outcome instanceof Outcome.Refused<Bytes>(Refusal refusal)
        ? refusal.code()
        : outcome.toString();
  }
}
