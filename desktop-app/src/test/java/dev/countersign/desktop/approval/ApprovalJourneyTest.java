package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.approval.JourneyFailure.Reason;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApprovalJourneyTest {
  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(folder);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  /** From the next proof on, which this desk need not go on sending for long. */
  private void gatewayIsGone() throws IOException {
    desk.close();
    desk =
        new Desk(
            Files.createDirectory(folder.resolve("gone")),
            Optional.empty(),
            Duration.ofMillis(200));
    for (int i = 0; i < 1_000; i++) {
      desk.gateway.submitScript.add(() -> new GatewayAnswer.NoAnswer<>("gone"));
    }
  }

  @Test
  @DisplayName("D3 an approval goes from the click to a checked receipt, both entries durable")
  void whole() throws Exception {
    desk.token.script.add(FakeToken.fails(new TokenFailure.PinRequired()));
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(((JourneyState.Done) desk.states.getLast()).warning()).isEmpty();
    assertThat(desk.states.stream().map(state -> state.getClass().getSimpleName()))
        .containsSubsequence(
            "CheckingRequest", "RecordingIntent", "NeedsPin", "WaitingForTouch", "Sending", "Done");
    assertThat(desk.outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            DecisionOutcome.Accepted.class,
            kept -> assertThat(kept.proof()).isEqualTo(desk.gateway.submitted.getFirst()));
    assertThat(desk.proofs.kept).isEmpty();
    assertThat(desk.log.newestCheckpoint().orElseThrow().checkpoint()).isEqualTo(desk.log.head());
    assertThat(desk.inbox.snapshot().ended().getFirst().ending()).isEqualTo(Ending.APPROVED_HERE);
  }

  @Test
  @DisplayName("D5 the statement signs a log head that includes the intent")
  void signsTheLog() throws Exception {
    desk.toTheEnd(desk.begin());
    DecisionStatement statement = statement(desk.gateway.submitted.getFirst());
    assertThat(statement.log().intentIndex()).isEqualTo(statement.log().size() - 1);
    assertThat(statement.challengeSha256())
        .isEqualTo(Scenario.sessionChallenge(Scenario.honest().sha256()).digest());
    assertThat(statement.deviceJkt()).isEqualTo(Fixture.DEVICE_JKT);
  }

  @Test
  @DisplayName("a denial takes the same way and says so in the inbox")
  void deny() throws Exception {
    ReviewedRequest denial =
        ReviewedRequest.deny(
            Desk.presentation(),
            true,
            Optional.of("not now"),
            new ReviewedRequest.Facts(false, 10, Optional.empty()));
    desk.toTheEnd(desk.decisions().begin(denial, desk.states::add));
    assertThat(desk.states.getLast()).isInstanceOf(JourneyState.Done.class);
    assertThat(statement(desk.gateway.submitted.getFirst()).decision())
        .isEqualTo(Decision.DENY_AND_REVOKE);
    assertThat(desk.inbox.snapshot().ended().getFirst().ending()).isEqualTo(Ending.DENIED_HERE);
  }

  @Test
  @DisplayName("any of several enrolled keys may sign: all their credentials are offered")
  void severalCredentials() {
    Bytes other = Bytes.utf8("another credential");
    desk.enrolled.addFirst(
        new FidoCredential(other, TestKeys.p256("other token").publicKey(), "red key"));
    List<Bytes> offered = new ArrayList<>();
    desk.token.script.add(request -> {
      offered.addAll(request.credentialIds());
      return FakeToken.signs(request);
    });
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(offered).containsExactly(other, Fixture.TOKEN.credentialId());
  }

  @Test
  @DisplayName("S0.5 a signature under the name of another enrolled credential is not sent")
  void swappedCredential() {
    Bytes other = Bytes.utf8("another credential");
    desk.enrolled.add(
        new FidoCredential(other, TestKeys.p256("other token").publicKey(), "red key"));
    desk.token.script.add(request -> {
      SignOutcome.Signed good = (SignOutcome.Signed) FakeToken.signs(request);
      return new SignOutcome.Signed(other, good.authenticatorData(), good.signature());
    });
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.TOKEN_UNUSABLE);
    assertThat(desk.gateway.submitted).isEmpty();
  }

  @Test
  @DisplayName("with no token enrolled any more, nothing is asked of anyone")
  void nothingEnrolled() {
    desk.enrolled.clear();
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().text()).contains("No token of yours is enrolled");
    assertThat(desk.outcomes()).isEmpty();
    assertThat(desk.stillPending()).isTrue();
  }

  static Stream<Arguments> tokenFailures() {
    return Stream.of(
        Arguments.of(new TokenFailure.Removed(), Reason.TOKEN_REMOVED, "pulled out"),
        Arguments.of(new TokenFailure.TimedOut(), Reason.TIMED_OUT, "not touched in time"),
        Arguments.of(new TokenFailure.Refused(), Reason.TOKEN_REFUSED, "said no"),
        Arguments.of(new TokenFailure.PinBlocked(), Reason.PIN_BLOCKED, "put it back"),
        Arguments.of(new TokenFailure.PinLocked(), Reason.PIN_LOCKED, "locked"),
        Arguments.of(new TokenFailure.NoPinSet(), Reason.NO_PIN_SET, "Set a PIN"),
        Arguments.of(new SignOutcome.NotThisKey(), Reason.NOT_THIS_TOKEN, "not the one enrolled"),
        Arguments.of(new TokenFailure.WrongPin(OptionalInt.of(0)), Reason.PIN_LOCKED, "No tries"),
        Arguments.of(
            new TokenFailure.Unusable(TokenFailure.Reason.U2F_ONLY, "It knows only U2F."),
            Reason.TOKEN_UNUSABLE,
            "only U2F"));
  }

  @ParameterizedTest(name = "S0.9 the key fails ({1}): its own words, nothing sent, still pending")
  @MethodSource("tokenFailures")
  void tokenFails(SignOutcome outcome, Reason reason, String words) {
    desk.token.script.add(FakeToken.fails(outcome));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(reason);
    assertThat(desk.failure().text()).contains(words).contains("Nothing was approved.");
    assertThat(desk.gateway.submitted).isEmpty();
    assertThat(desk.stillPending()).isTrue();
    assertThat(desk.outcomes()).singleElement().isNotInstanceOf(DecisionOutcome.Accepted.class);
    assertThat(desk.log.openIntents()).isEmpty();
  }

  @Test
  @DisplayName("a wrong PIN is asked for again with the tries left, and every PIN is wiped")
  void wrongPin() {
    desk.token.script.add(FakeToken.fails(new TokenFailure.PinRequired()));
    desk.token.script.add(FakeToken.fails(new TokenFailure.WrongPin(OptionalInt.of(3))));
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(desk.states)
        .anyMatch(state ->
            state instanceof JourneyState.NeedsPin(var message, var left, var _, var _)
                && left.equals(OptionalInt.of(3))
                && message.orElseThrow().contains("wrong"));
    assertThat(desk.token.pins).hasSize(2).allMatch(pin -> new String(pin).equals("\0".repeat(6)));
  }

  @Test
  @DisplayName("D4 a key that is not attached is asked for, and the decision goes on once it is")
  void waitsForTheKey() {
    desk.attached.clear();
    Journey journey = desk.begin();
    assertThat(desk.waitFor(JourneyState.WaitingForToken.class))
        .isEqualTo(
            new JourneyState.WaitingForToken(
                JourneyState.WaitingForToken.Want.KEY,
                Optional.empty(),
                Desk.CLOCK.instant().plusSeconds(20)));
    assertThat(desk.log.head().size()).as("nothing is written while it waits").isEqualTo(1);
    desk.attached.add(desk.token);
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Done.class);
  }

  @Test
  @DisplayName("D3 waiting for a key can be stopped, and leaves nothing behind")
  void stopsWaiting() {
    desk.attached.clear();
    Journey journey = desk.begin();
    desk.waitFor(JourneyState.WaitingForToken.class);
    assertThat(journey.cancel()).isTrue();
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Cancelled.class);
    assertThat(desk.log.head().size()).isEqualTo(1);
    assertThat(desk.gateway.submitted).isEmpty();
    assertThat(desk.stillPending()).isTrue();
  }

  @Test
  @DisplayName("no key, and more than one key, each have their own words")
  void whichToken() {
    desk.attached.clear();
    desk.impatient();
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.NO_TOKEN);
    desk.attached.add(desk.token);
    desk.attached.add(new FakeToken("t2"));
    desk.states.clear();
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.SEVERAL_TOKENS);
    assertThat(desk.outcomes()).isEmpty();
  }

  @Test
  @DisplayName("D3 of several keys the one that is touched signs, and the others stop waiting")
  void touchedTokenSigns() {
    FakeToken other = new FakeToken("t2");
    other.neverEnds = true;
    desk.attached.add(other);
    desk.token.touched = true;

    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(other.touchCancelled).isTrue();
    assertThat(desk.states)
        .anyMatch(state ->
            state instanceof JourneyState.WaitingForTouch touch
                && touch.tokenName().contains("2 keys are attached"));
  }

  @Test
  @DisplayName("a token that signs something else is noticed here and nothing is sent")
  void wrongAssertion() {
    desk.token.script.add(request -> {
      SignOutcome.Signed good = (SignOutcome.Signed) FakeToken.signs(request);
      byte[] bent = good.authenticatorData().toArray();
      bent[36] ^= 1;
      return new SignOutcome.Signed(good.credentialId(), Bytes.of(bent), good.signature());
    });
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.TOKEN_UNUSABLE);
    assertThat(desk.gateway.submitted).isEmpty();
  }

  @Test
  @DisplayName("S2.7 drift sends the approver back to review; nothing is recorded or signed")
  void drift() {
    desk.gateway.challenge =
        () -> new GatewayAnswer.Refused<>("request_mismatch", "c-2", Optional.empty());
    desk.toTheEnd(desk.begin());
    assertThat(desk.states.getLast()).isInstanceOf(JourneyState.Drifted.class);
    assertThat(desk.outcomes()).isEmpty();
    assertThat(desk.log.openIntents()).isEmpty();
  }

  @Test
  @DisplayName("S2.7 a session challenge for another request is drift, not a decision")
  void challengeForAnotherRequest() {
    desk.gateway.challenge =
        () ->
            new GatewayAnswer.Given<>(
                Bytes.of(Scenario.sessionChallenge(Fixture.otherDigest()).wire()));
    desk.toTheEnd(desk.begin());
    assertThat(desk.states.getLast()).isInstanceOf(JourneyState.Drifted.class);
  }

  @Test
  @DisplayName("S2.6 a session challenge for another person or device is refused")
  void challengeForAnother() {
    desk.gateway.challenge = () -> new GatewayAnswer.Given<>(Challenges.forApprover("jonas"));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.GATEWAY_NOT_TRUSTED);
    assertThat(desk.log.openIntents()).isEmpty();
  }

  @Test
  @DisplayName("S2.10 a session challenge for another device of the same person is refused")
  void challengeForAnotherDevice() {
    String other = dev.countersign.proof.testing.TestKeys.p256("other").publicKey().thumbprint();
    desk.gateway.challenge = () -> new GatewayAnswer.Given<>(Challenges.forDevice(other));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.GATEWAY_NOT_TRUSTED);
    assertThat(desk.gateway.submitted).isEmpty();
  }

  @Test
  @DisplayName("a session challenge that no pinned key signed is refused")
  void challengeByStranger() {
    desk.gateway.challenge = () -> new GatewayAnswer.Given<>(Challenges.byStranger());
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.GATEWAY_NOT_TRUSTED);
  }

  @Test
  @DisplayName("a gateway that cannot be reached leaves the request pending")
  void unreachable() {
    desk.gateway.challenge = () -> new GatewayAnswer.NoAnswer<>("nobody answers");
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.GATEWAY_UNREACHABLE);
    assertThat(desk.stillPending()).isTrue();
  }

  @Test
  @DisplayName("S0.3 a lost answer is fetched with the same proof: already_decided and its receipt")
  void lostAnswer() {
    desk.gateway.submitScript.add(() -> {
      desk.gateway.accept(desk.gateway.submitted.getLast());
      return new GatewayAnswer.NoAnswer<>("connection lost");
    });
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(desk.gateway.submitted).hasSize(2);
    assertThat(desk.gateway.submitted.get(0)).isEqualTo(desk.gateway.submitted.get(1));
    assertThat(desk.outcomes()).hasSize(1);
  }

  @Test
  @DisplayName("a gateway that stays away leaves the outcome open; reconnecting settles it")
  void reconciled() throws Exception {
    gatewayIsGone();
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    assertThat(desk.failure().notDone()).contains("not known");
    assertThat(desk.proofs.kept).isPresent();
    desk.states.clear();
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.EARLIER_DECISION_OPEN);

    desk.gateway.submitScript.clear();
    assertThat(desk.decisions().reconcile()).containsInstanceOf(JourneyState.Done.class);
    assertThat(desk.outcomes()).singleElement().isInstanceOf(DecisionOutcome.Accepted.class);
    assertThat(desk.proofs.kept).isEmpty();
    assertThat(desk.decisions().reconcile()).isEmpty();
  }

  @Test
  @DisplayName("a decision that follows one of open outcome asks for that outcome first")
  void earlierSettledFirst() throws Exception {
    gatewayIsGone();
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    desk.gateway.submitScript.clear();
    desk.states.clear();

    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.DECIDED_ELSEWHERE);
    assertThat(desk.outcomes()).hasSize(2).last().isInstanceOf(DecisionOutcome.Accepted.class);
    assertThat(desk.proofs.kept).isEmpty();
  }

  @Test
  @DisplayName("D5 after a crash an intent is completed as unknown, unless its proof is still kept")
  void afterCrash() throws Exception {
    gatewayIsGone();
    desk.toTheEnd(desk.begin());
    AbandonedIntents abandoned = new AbandonedIntents(desk.log, desk.proofs);
    assertThat(abandoned.complete()).isEmpty();
    desk.proofs.forget();
    assertThat(abandoned.complete()).hasSize(1);
    assertThat(desk.outcomes()).singleElement().isInstanceOf(DecisionOutcome.Unknown.class);
    assertThat(abandoned.complete()).isEmpty();
  }

  @Test
  @DisplayName(
      "D5 a crash after the outcome was recorded and before its proof was forgotten leaves one outcome")
  void oneOutcomeAfterACrash() throws Exception {
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    desk.proofs.kept = Optional.of(desk.proofs.last.orElseThrow());
    assertThat(new AbandonedIntents(desk.log, desk.proofs).complete()).isEmpty();
    assertThat(desk.decisions().reconcile()).isPresent();
    assertThat(desk.outcomes()).singleElement().isInstanceOf(DecisionOutcome.Accepted.class);
    assertThat(desk.proofs.pending()).isEmpty();
  }

  @Test
  @DisplayName("a receipt for another proof is not taken for ours")
  void foreignReceipt() {
    desk.gateway.submitScript.add(() ->
        new GatewayAnswer.Refused<>(
            "already_decided", "c-3", Optional.of(Challenges.byStranger())));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.DECIDED_ELSEWHERE);
    assertThat(desk.outcomes()).singleElement().isInstanceOf(DecisionOutcome.Refused.class);
  }

  @Test
  @DisplayName("log evidence from an outdated head is made again once")
  void outdatedHead() {
    desk.gateway.submitScript.add(
        () -> new GatewayAnswer.Refused<>("log_witness_outdated", "c-4", Optional.empty()));
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(desk.gateway.submitted).hasSize(2);
  }

  @Test
  @DisplayName("a refusal of the gateway is shown with its code and kept with the proof")
  void refused() {
    desk.gateway.submitScript.add(
        () -> new GatewayAnswer.Refused<>("policy_denied", "c-5", Optional.empty()));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().text()).contains("policy_denied").contains("c-5");
    assertThat(desk.outcomes()).singleElement().isInstanceOf(DecisionOutcome.Refused.class);
  }

  @Test
  @DisplayName("cancelling while the key waits stops the key; nothing is sent")
  void cancel() {
    desk.token.script.add(FakeToken.HANGS);
    Journey journey = desk.begin();
    desk.waitFor(JourneyState.WaitingForTouch.class);
    assertThat(journey.cancel()).isTrue();
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Cancelled.class);
    assertThat(desk.outcomes()).singleElement().isInstanceOf(DecisionOutcome.Cancelled.class);
    assertThat(desk.gateway.submitted).isEmpty();
    assertThat(journey.cancel()).isFalse();
  }

  @Test
  @DisplayName("cancelling while the PIN is asked for, or the gateway is slow, works as well")
  void cancelEarlier() {
    desk.token.script.add(FakeToken.fails(new TokenFailure.PinRequired()));
    Journey journey = desk.begin();
    desk.waitFor(JourneyState.NeedsPin.class);
    journey.cancel();
    await().until(() -> desk.states.getLast().isFinal());
    assertThat(desk.states.getLast()).isInstanceOf(JourneyState.Cancelled.class);

    desk.gateway.challengeGate = new Semaphore(0);
    desk.states.clear();
    Journey slow = desk.begin();
    slow.cancel();
    assertThat(desk.toTheEnd(slow)).isInstanceOf(JourneyState.Cancelled.class);
  }

  @Test
  @DisplayName("a device makes one decision at a time")
  void oneAtATime() {
    desk.token.script.add(FakeToken.HANGS);
    Journey journey = desk.begin();
    assertThatThrownBy(desk::begin).isInstanceOf(IllegalStateException.class);
    desk.waitFor(JourneyState.WaitingForTouch.class);
    journey.cancel();
    desk.toTheEnd(journey);
  }

  @Test
  @DisplayName("a proof that cannot be kept first is not sent")
  void notKept() {
    desk.proofs.full = true;
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.AUDIT_UNAVAILABLE);
    assertThat(desk.gateway.submitted).isEmpty();
  }

  @Test
  @DisplayName("a proof that was kept in doubt is neither sent nor left behind to be sent later")
  void keptInDoubt() throws Exception {
    desk.proofs.inDoubt = true;
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().text()).contains("Nothing was approved.");
    assertThat(desk.decisions().reconcile()).isEmpty();
    assertThat(desk.gateway.submitted).isEmpty();
    assertThat(desk.outcomes()).singleElement().isInstanceOf(DecisionOutcome.TokenFailed.class);
  }

  @Test
  @DisplayName(
      "D5 a fault while the proof is sent leaves its outcome open, never recorded as failed")
  void faultWhileSending() throws Exception {
    desk.gateway.submitScript.add(() -> {
      desk.gateway.accept(desk.gateway.submitted.getLast());
      throw new IllegalStateException("a fault after the gateway counted");
    });
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    assertThat(desk.outcomes()).isEmpty();
    assertThat(desk.decisions().reconcile()).containsInstanceOf(JourneyState.Done.class);
    assertThat(desk.outcomes()).singleElement().isInstanceOf(DecisionOutcome.Accepted.class);
  }

  @Test
  @DisplayName("D5 without a durable intent nothing is signed")
  void noIntent() {
    desk.log.close();
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isIn(Reason.AUDIT_UNAVAILABLE, Reason.INTERNAL);
    assertThat(desk.gateway.submitted).isEmpty();
    assertThat(desk.token.pins).isEmpty();
  }

  @Test
  @DisplayName("a PIN that nobody asked for is wiped and refused")
  void unaskedPin() {
    desk.token.script.add(FakeToken.HANGS);
    Journey journey = desk.begin();
    desk.waitFor(JourneyState.WaitingForTouch.class);
    char[] pin = "123456".toCharArray();
    assertThatThrownBy(() -> journey.providePin(pin)).isInstanceOf(IllegalStateException.class);
    assertThat(pin).containsOnly('\0');
    journey.cancel();
    desk.toTheEnd(journey);
  }

  private static DecisionStatement statement(Bytes proof) throws Exception {
    return DecisionStatement.parse(ApprovalProof.parse(proof.toArray()).statement().toArray());
  }
}
