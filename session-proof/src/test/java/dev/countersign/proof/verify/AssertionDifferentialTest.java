package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.JavaPeer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand mutated assertions and every published one: our verdict and a second opinion. */
@Tag("soak")
class AssertionDifferentialTest {
  private static final int MUTANTS =
      "full".equals(System.getProperty("countersign.soak")) ? 100_000 : 10_000;

  /** One mutant, judged by both. */
  private record Judged(AssertionMutant mutant, boolean ours, boolean peer) {
    static Judged of(AssertionMutant mutant) {
      return new Judged(
          mutant,
          mutant.acceptedByUs(),
          JavaPeer.accepts(mutant.peerCase(), Fixture.TOKEN.credentialId()));
    }

    Set<Strictness> strictness() {
      return Strictness.of(mutant.evidence(), AssertionMutant.CHALLENGE, Fixture.AUDIENCE);
    }
  }

  @Test
  @DisplayName(
      "S0.1 S0.10 over 10,000 mutations we agree with java-webauthn-server but where we are"
          + " stricter on purpose")
  void mutants() {
    List<Judged> judged = AssertionMutant.batch(MUTANTS).parallelStream().map(Judged::of).toList();
    Map<Strictness, Long> stricter = new EnumMap<>(Strictness.class);
    int accepted = 0;
    int refused = 0;
    for (Judged each : judged) {
      if (each.ours() == each.peer()) {
        accepted += each.ours() ? 1 : 0;
        refused += each.ours() ? 0 : 1;
      } else {
        assertThat(each.ours()).as("we accept what the peer refuses: " + each.mutant()).isFalse();
        assertThat(each.strictness())
            .as("we refuse without a reason: " + each.mutant())
            .isNotEmpty();
        each.strictness().forEach(reason -> stricter.merge(reason, 1L, Long::sum));
      }
    }
    System.out.printf(
        "differential: seed=%d mutants=%d accepted=%d refused=%d stricter=%s%n",
        AssertionMutant.SEED, judged.size(), accepted, refused, stricter);
    // Agreement means something only when both verdicts are common.
    assertThat(accepted).isGreaterThan(MUTANTS / 20);
    assertThat(refused).isGreaterThan(MUTANTS / 4);
    assertThat(stricter).containsKeys(Strictness.FLAGS);
  }

  @Test
  @DisplayName("S0.1 we agree with java-webauthn-server on the assertion of every published proof")
  void vectors() throws Exception {
    List<VectorAssertion> all = VectorAssertion.all();
    Map<Boolean, Integer> verdicts = new ConcurrentHashMap<>();
    for (VectorAssertion each : all) {
      boolean peer = JavaPeer.accepts(each.peerCase(), Fixture.TOKEN.credentialId());
      assertThat(each.agrees(peer)).as(each.file()).isTrue();
      verdicts.merge(peer, 1, Integer::sum);
    }
    System.out.printf("differential: published proofs=%d peer=%s%n", all.size(), verdicts);
    assertThat(verdicts.keySet()).containsExactlyInAnyOrder(true, false);
  }
}
