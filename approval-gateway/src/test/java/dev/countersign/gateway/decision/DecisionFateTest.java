package dev.countersign.gateway.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.decision.DecisionFate.Fate;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.SessionChallenge;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionFateTest {
  @TempDir private Path folder;
  private GatewayFixture gateway;
  private TestApprover alice;
  private DecisionFate fates;
  private VerifiedRequest request;
  private SessionChallenge.Verified challenge;

  @BeforeEach
  void begin() {
    gateway = GatewayFixture.in(folder);
    alice = gateway.approver("alice");
    fates = new DecisionFate(gateway.store, gateway.clock);
    request = gateway.requester("bot").request();
    challenge = alice.challenge(request, Decision.APPROVE);
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  @DisplayName("D5 a decision that was counted is answered with its receipt")
  void counted() throws Exception {
    assertThat(alice.submit(request, alice.sign(request, Decision.APPROVE, challenge)))
        .isInstanceOf(DecisionOutcome.Accepted.class);
    Fate fate = fates.of(alice.caller, challenge.sha256()).orElseThrow();
    assertThat(fate).isInstanceOf(Fate.Counted.class);
    byte[] receipt = ((Fate.Counted) fate).receipts().getFirst().toArray();
    assertThat(Receipt.verify(receipt, gateway.identity.keys(), request.sha256()).decision())
        .isEqualTo(Decision.APPROVE);
  }

  @Test
  @DisplayName("D5 a challenge nobody used is open until it expires, and then never counted")
  void notCounted() {
    assertThat(fates.of(alice.caller, challenge.sha256())).contains(new Fate.Open());
    gateway.clock.advance(SessionChallenge.MAX_LIFE_SECONDS);
    assertThat(fates.of(alice.caller, challenge.sha256())).contains(new Fate.NotCounted());
  }

  @Test
  @DisplayName("S1.2 another device's decision, and one of no challenge, are not told")
  void onlyItsOwn() {
    TestApprover bob = gateway.approver("bob");
    assertThat(fates.of(bob.caller, challenge.sha256())).isEmpty();
    assertThat(fates.of(alice.caller, Digest.sha256(new byte[] {1}))).isEmpty();
  }
}
