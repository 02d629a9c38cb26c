package dev.countersign.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.Caller.ExecutorCaller;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.decision.DecisionOutcome;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.Race;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.fixture.TestApprover.Submitted;
import dev.countersign.gateway.fixture.TestClock;
import dev.countersign.gateway.fixture.TestRequester;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.Credential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store must do. A store's test extends it and opens that store. */
public abstract class ApprovalStoreContract {
  private static final int RACES = 50;
  private static final int RACERS = 6;

  private final TestClock clock = new TestClock();
  private GatewayFixture gateway;
  private ApprovalStore store;
  private TestRequester requester;
  private TestApprover alice;

  /** Opens an empty store. */
  protected abstract ApprovalStore open(TestClock clock);

  @BeforeEach
  void begin() {
    store = open(clock);
    gateway = new GatewayFixture(store, clock);
    requester = gateway.requester("pipeline-1");
    alice = gateway.approver("alice");
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  @DisplayName("a published request and its feed event appear together")
  void publish() {
    VerifiedRequest request = requester.request();
    String id = request.request().requestId();
    assertThat(store.requests().find(id).orElseThrow().sha256()).isEqualTo(request.sha256());
    assertThat(store.feed().read(0, 10))
        .containsExactly(new FeedEvent(1, FeedEvent.Kind.PENDING, id, request.sha256()));
  }

  @Test
  @DisplayName("S1.7 a revoked device or token stays revoked, whoever suspends it at that moment")
  void revocationIsFinal() {
    Device device = store.directory().devices().getFirst();
    Token token = store.directory().tokens().getFirst();
    store.directory().setStanding(device, Standing.REVOKED);
    store.directory().setStanding(token, Standing.REVOKED);
    // What a fork or a counter does that was read before the revocation was stored.
    assertThat(store.directory().setStanding(device, Standing.SUSPENDED)).isFalse();
    assertThat(store.directory().setStanding(token, Standing.SUSPENDED)).isFalse();
    assertThat(store.directory().devices().getFirst().standing()).isEqualTo(Standing.REVOKED);
    assertThat(store.directory().tokens().getFirst().standing()).isEqualTo(Standing.REVOKED);
    assertThat(store.directory().setStanding(device, Standing.REVOKED)).isTrue();
  }

  @Test
  @DisplayName("the feed is gapless and in commit order while many publish")
  void gapless() throws Exception {
    List<TestRequester> requesters = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      requesters.add(gateway.requester("racer-" + i));
    }
    List<Callable<Integer>> work = new ArrayList<>();
    for (TestRequester each : requesters) {
      work.add(() -> {
        for (int i = 0; i < 20; i++) {
          each.request();
        }
        return 20;
      });
    }
    Race.run(work);
    assertThat(store.feed().read(0, 1_000).stream().map(FeedEvent::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, RACERS * 20L).boxed().toList());
    assertThat(store.feed().read(100, 5)).hasSize(5).first().matches(each -> each.seq() == 101);
    assertThat(store.feed().position()).isEqualTo(RACERS * 20L);
  }

  @Test
  @DisplayName("a waiting reader is woken by the next event, and told when there is none")
  void wakeUp() throws Exception {
    assertThat(store.feed().awaitAfter(0, Duration.ofMillis(1))).isFalse();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return store.feed().awaitAfter(0, Duration.ofSeconds(60));
          } catch (InterruptedException cancelled) {
            throw new AssertionError(cancelled);
          }
        });
    requester.request();
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("S0.3 of many presentations of one proof exactly one is counted")
  void raceOfOneProof() throws Exception {
    for (int i = 0; i < RACES; i++) {
      VerifiedRequest request = requester.request();
      Submitted submitted = alice.sign(request, Decision.APPROVE);
      List<Callable<DecisionOutcome>> work = new ArrayList<>();
      for (int racer = 0; racer < RACERS; racer++) {
        work.add(() -> alice.submit(request, submitted));
      }
      List<DecisionOutcome> outcomes = Race.run(work);
      assertThat(outcomes).filteredOn(DecisionOutcome.Accepted.class::isInstance).hasSize(1);
      assertThat(store.grants().ofRequest(request.request().requestId())).isPresent();
    }
  }

  @Test
  @DisplayName("of approvals by several people exactly one closes the request")
  void raceOfApprovers() throws Exception {
    List<TestApprover> approvers = new ArrayList<>(List.of(alice));
    for (int i = 1; i < RACERS; i++) {
      approvers.add(gateway.approver("approver-" + i));
    }
    for (int i = 0; i < RACES; i++) {
      VerifiedRequest request = requester.request();
      List<Callable<DecisionOutcome>> work = new ArrayList<>();
      for (TestApprover each : approvers) {
        Submitted submitted = each.sign(request, Decision.APPROVE);
        work.add(() -> each.submit(request, submitted));
      }
      List<DecisionOutcome> outcomes = Race.run(work);
      assertThat(outcomes).filteredOn(DecisionOutcome.Accepted.class::isInstance).hasSize(1);
      assertThat(outcomes)
          .filteredOn(DecisionOutcome.Refused.class::isInstance)
          .hasSize(RACERS - 1);
    }
  }

  @Test
  @DisplayName("of an approval and a withdrawal exactly one closes the request")
  void raceOfApprovalAndWithdrawal() throws Exception {
    for (int i = 0; i < RACES; i++) {
      VerifiedRequest request = requester.request();
      String id = request.request().requestId();
      Submitted submitted = alice.sign(request, Decision.APPROVE);
      List<Boolean> won =
          Race.run(
              List.of(
                  () -> alice.submit(request, submitted) instanceof DecisionOutcome.Accepted,
                  () -> store.requests().withdraw(id) instanceof CloseOutcome.Closed));
      assertThat(won).containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  @DisplayName("of many redemptions of one use exactly one is answered with it")
  void raceOfRedemptions() throws Exception {
    for (int i = 0; i < RACES; i++) {
      VerifiedRequest request = requester.request();
      alice.approve(request);
      Bytes grant = requester.grant(request);
      List<Callable<Outcome<Bytes>>> work = new ArrayList<>();
      for (int racer = 0; racer < RACERS; racer++) {
        byte[] order = requester.order(grant, "red-" + i + "-" + racer, 0);
        ExecutorCaller executor = gateway.executor();
        work.add(() -> gateway.grants.redeem(executor, grant.toArray(), order));
      }
      assertThat(Race.run(work)).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "S1.1 a failure in the middle of counting leaves its record and the head, nothing else")
  void failureInTheMiddle() {
    VerifiedRequest request = requester.request();
    String id = request.request().requestId();
    GatewayFixture broken = gateway.on(InterposedStore.breaking(store));
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    assertThatThrownBy(() ->
            broken.decisions.decide(
                alice.caller, id, submitted.proof().toArray(), submitted.logEvidence().toArray()))
        .isInstanceOf(InterposedStore.Broken.class);
    assertThat(store.requests().find(id).orElseThrow().state()).isEqualTo(RequestState.PENDING);
    assertThat(store.grants().ofRequest(id)).isEmpty();
    assertThat(store.directory().token(alice.credentialId).orElseThrow().signCount()).isZero();
    assertThat(store.feed().position()).isEqualTo(1);
    assertThat(gateway.attempts(Attempt.Kind.DECISION))
        .extracting(each -> each.attempt().outcome())
        .containsExactly("unavailable");
    // The proven head was kept, so the same proof needs evidence from there; no second touch.
    assertThat(alice.submit(request, alice.withFreshEvidence(submitted)))
        .isInstanceOf(DecisionOutcome.Accepted.class);
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  @DisplayName("S1.7 what changes between the check of a proof and its counting refuses it")
  void changeInBetween(Change change) {
    VerifiedRequest request = requester.request();
    String id = request.request().requestId();
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    GatewayFixture meanwhile = gateway.on(InterposedStore.before(store, () -> apply(change, id)));
    DecisionOutcome outcome =
        meanwhile.decisions.decide(
            alice.caller, id, submitted.proof().toArray(), submitted.logEvidence().toArray());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            DecisionOutcome.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(change.code));
    assertThat(store.grants().ofRequest(id)).isEmpty();
    assertThat(gateway.attempts(Attempt.Kind.DECISION).getLast().attempt().outcome())
        .isEqualTo(change.code);
  }

  @Test
  @DisplayName("S1.4 a session challenge that another proof used up meanwhile counts no second one")
  void oneChallengeOneVote() {
    VerifiedRequest request = requester.request();
    String id = request.request().requestId();
    var challenge = alice.challenge(request, Decision.APPROVE);
    Submitted denial = alice.sign(request, Decision.DENY, challenge);
    Submitted approval = alice.sign(request, Decision.APPROVE, challenge);
    GatewayFixture meanwhile =
        gateway.on(
            InterposedStore.before(
                store,
                () ->
                    assertThat(alice.submit(request, alice.withFreshEvidence(approval)))
                        .isInstanceOf(DecisionOutcome.Accepted.class)));
    assertThat(
            meanwhile.decisions.decide(
                alice.caller, id, denial.proof().toArray(), denial.logEvidence().toArray()))
        .isInstanceOfSatisfying(
            DecisionOutcome.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo("challenge_used"));
    assertThat(store.grants().usable(id)).isTrue();
  }

  private enum Change {
    WITHDRAWN("withdrawn"),
    EXPIRED("expired"),
    SESSION_ENDED("revoked"),
    EPOCH("wrong_epoch"),
    CHALLENGE_EXPIRED("challenge_expired"),
    APPROVER_SESSION_ENDED("challenge_mismatch"),
    DEVICE_SUSPENDED("device_suspended"),
    DEVICE_REVOKED("device_revoked"),
    APPROVER_REVOKED("approver_revoked"),
    TOKEN_SUSPENDED("token_suspended"),
    TOKEN_REVOKED("token_revoked");

    private final String code;

    Change(String code) {
      this.code = code;
    }
  }

  private void apply(Change change, String requestId) {
    DirectoryStore directory = store.directory();
    switch (change) {
      case WITHDRAWN -> store.requests().withdraw(requestId);
      case EXPIRED -> clock.advance(300);
      case SESSION_ENDED -> store.sessions().end(requester.sessionId);
      case EPOCH -> store.newEpoch();
      case CHALLENGE_EXPIRED -> clock.advance(120);
      case APPROVER_SESSION_ENDED ->
          store.sessions().endApproverSession(alice.caller.approverSession());
      case DEVICE_SUSPENDED -> directory.setStanding(alice.device(), Standing.SUSPENDED);
      case DEVICE_REVOKED -> directory.setStanding(alice.device(), Standing.REVOKED);
      case APPROVER_REVOKED -> directory.revokeApprover("alice");
      case TOKEN_SUSPENDED -> directory.setStanding(alice.token(), Standing.SUSPENDED);
      case TOKEN_REVOKED -> directory.setStanding(alice.token(), Standing.REVOKED);
    }
  }

  @Test
  @DisplayName("a new epoch is another one, and stays")
  void epoch() {
    Bytes first = store.epoch();
    Bytes second = store.newEpoch();
    assertThat(first.size()).isEqualTo(16);
    assertThat(second).isNotEqualTo(first).isEqualTo(store.epoch());
  }

  private static final Attempt ENROLLED =
      Attempt.accepted(Attempt.Kind.ENROLMENT, Map.of("approver", "bob"));

  @Test
  @DisplayName("an enrolment code enrols once, in time, for its approver")
  void enrolmentCode() {
    DirectoryStore directory = store.directory();
    directory.addApprover(new Approver("bob", "Bob", List.of("security"), false));
    Digest code = Digest.sha256(new byte[] {1});
    directory.addEnrolmentCode(new EnrolmentCode(code, "bob", clock.now() + 10, 0, false));
    assertThat(directory.countEnrolmentAttempt(code).orElseThrow().attempts()).isEqualTo(1);
    assertThat(directory.countEnrolmentAttempt(Digest.sha256(new byte[] {2}))).isEmpty();
    assertThat(directory.enrol(code, device("alice"), token("alice"), ENROLLED)).isEmpty();
    Device device = device("bob");
    Token token = token("bob");
    assertThat(directory.enrol(code, device, token, ENROLLED)).isPresent();
    assertThat(directory.device(device.jkt())).contains(device);
    assertThat(directory.token(token.credentialId())).contains(token);
    assertThat(directory.enrol(code, device("bob"), token("bob"), ENROLLED)).isEmpty();
    Digest late = Digest.sha256(new byte[] {3});
    directory.addEnrolmentCode(new EnrolmentCode(late, "bob", clock.now() + 10, 0, false));
    clock.advance(10);
    assertThat(directory.enrol(late, device("bob"), token("bob"), ENROLLED)).isEmpty();
    assertThat(store.attempts().read(0, 100))
        .extracting(AttemptStore.Recorded::attempt)
        .as("what was enrolled, and nothing else")
        .containsOnlyOnce(ENROLLED);
  }

  @Test
  @DisplayName("a witnessed head is replaced only if it is still the expected one")
  void witness() {
    WitnessStore witnesses = store.witnesses();
    WitnessedHead one = new WitnessedHead("log", 1, TreeHashing.leaf(new byte[] {1}));
    WitnessedHead two = new WitnessedHead("log", 2, TreeHash.of(new byte[32]));
    String jkt = alice.caller.jkt();
    assertThat(witnesses.advance(jkt, Optional.of(two), one)).isFalse();
    assertThat(witnesses.advance(jkt, Optional.empty(), one)).isTrue();
    assertThat(witnesses.advance(jkt, Optional.empty(), two)).isFalse();
    assertThat(witnesses.head(jkt)).contains(one);
    assertThat(witnesses.advance(jkt, Optional.of(one), two)).isTrue();
    assertThat(witnesses.head(jkt)).contains(two);
  }

  @Test
  @DisplayName("what was stored is read back the same")
  void readBack() {
    SessionRecord session = store.sessions().session(requester.sessionId).orElseThrow();
    assertThat(session.requester()).isEqualTo(TestRequester.start("pipeline-1").requester());
    assertThat(session.key()).isEqualTo(requester.key.publicKey());
    assertThat(session.session().confirmationJkt()).isEqualTo(requester.caller.jkt());
    assertThat(store.directory().device(alice.caller.jkt())).contains(alice.device());
    assertThat(store.directory().token(alice.credentialId)).contains(alice.token());
    assertThat(store.directory().clients()).extracting(Client::id).contains("pipeline-1");
    assertThat(store.sessions().liveApproverSession(alice.caller.jkt()))
        .hasValueSatisfying(
            live -> assertThat(live.id()).isEqualTo(alice.caller.approverSession()));
    assertThat(store.sessions().end("no such session")).isFalse();
    assertThat(store.requests().withdraw("no such request")).isEqualTo(new CloseOutcome.Unknown());
  }

  @Test
  @DisplayName("after closing, the store refuses work instead of losing it")
  void closed() {
    store.close();
    assertThatThrownBy(() -> store.newEpoch()).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.epoch()).isInstanceOf(StoreException.class);
  }

  private Device device(String approver) {
    return new Device(
        P256SigningKey.generate(gateway.random).publicKey(), approver, Standing.ACTIVE);
  }

  private Token token(String approver) {
    return new Token(
        new Credential.Fido2(
            gateway.ids.bytes(16),
            P256SigningKey.generate(gateway.random).publicKey(),
            "00000000-0000-0000-0000-000000000002"),
        approver,
        "key",
        true,
        Standing.ACTIVE,
        3);
  }
}
