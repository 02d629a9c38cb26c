package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.testing.NpmPeer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The npm package @simplewebauthn/server as a second opinion on step 11. */
class SimpleWebAuthnPeerIT {
  private static final int RANDOM_MUTANTS = 100;

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "S0.1 S0.10 an independent npm verifier accepts our assertion and refuses what we refuse")
  void peer() throws Exception {
    List<AssertionMutant> batch = AssertionMutant.batch(RANDOM_MUTANTS);
    List<Boolean> verdicts =
        NpmPeer.verdicts(batch.stream().map(AssertionMutant::peerCase).toList(), folder);
    assertThat(verdicts).hasSameSizeAs(batch);
    assertThat(verdicts.getFirst()).as("the peer on the right assertion").isTrue();
    assertThat(batch.getFirst().acceptedByUs()).isTrue();
    int wrongForEveryone = AssertionMutant.wrongForEveryone().size();
    for (int i = 1; i < batch.size(); i++) {
      AssertionMutant mutant = batch.get(i);
      if (mutant.acceptedByUs()) {
        assertThat(verdicts.get(i)).as("we accept it: " + mutant).isTrue();
      }
      if (i <= wrongForEveryone) {
        assertThat(verdicts.get(i)).as("the peer on " + mutant).isFalse();
        assertThat(mutant.acceptedByUs()).as("we on " + mutant).isFalse();
      }
    }
  }

  @Test
  @DisplayName("S0.1 we agree with the npm verifier on the assertion of every published proof")
  void vectors() throws Exception {
    List<VectorAssertion> all =
        VectorAssertion.all().stream().filter(VectorAssertion::canBeAsked).toList();
    List<Boolean> verdicts =
        NpmPeer.verdicts(all.stream().map(VectorAssertion::peerCase).toList(), folder);
    assertThat(verdicts).hasSameSizeAs(all).contains(true, false);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).agrees(verdicts.get(i))).as(all.get(i).file()).isTrue();
    }
  }
}
