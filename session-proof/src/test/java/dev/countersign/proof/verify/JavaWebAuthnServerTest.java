package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.JavaPeer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** java-webauthn-server as a second opinion on step 11, over our own challenge C. */
class JavaWebAuthnServerTest {
  private static final int RANDOM_MUTANTS = 400;

  @Test
  @DisplayName("S0.10 an independent verifier accepts the fixture's assertion, and so do we")
  void accepts() {
    assertThat(acceptedByPeer(AssertionMutant.honest())).isTrue();
    assertThat(new AssertionMutant("", AssertionMutant.honest()).acceptedByUs()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  @DisplayName("S0.1 S0.10 S1.3 what is wrong for everyone, both refuse")
  void bothRefuse(AssertionMutant mutant) {
    assertThat(acceptedByPeer(mutant.evidence())).isFalse();
    assertThat(mutant.acceptedByUs()).isFalse();
  }

  static List<AssertionMutant> wrong() {
    return AssertionMutant.wrongForEveryone();
  }

  @Test
  @DisplayName("S0.1 of hundreds of random mutations we never accept one that the peer refuses")
  void neverLaxer() {
    int accepted = 0;
    for (AssertionMutant mutant : AssertionMutant.batch(RANDOM_MUTANTS)) {
      if (mutant.acceptedByUs()) {
        assertThat(acceptedByPeer(mutant.evidence())).as(mutant.about()).isTrue();
        accepted++;
      }
    }
    // Other counters, correctly signed, are right for both; a test that accepts nothing says
    // little.
    assertThat(accepted).isBetween(10, RANDOM_MUTANTS / 2);
  }

  private static boolean acceptedByPeer(WebAuthnEvidence evidence) {
    return JavaPeer.accepts(
        new AssertionMutant("", evidence).peerCase(), Fixture.TOKEN.credentialId());
  }
}
