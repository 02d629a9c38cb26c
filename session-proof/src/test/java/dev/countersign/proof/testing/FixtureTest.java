package dev.countersign.proof.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.verify.Authorized;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FixtureTest {
  @Test
  @DisplayName("the untouched fixture is authorized and examined as valid")
  void valid() {
    assertThat(Fixture.approval().examine())
        .isInstanceOfSatisfying(
            Examination.Valid.class,
            valid -> assertThat(valid.decision()).isEqualTo(Decision.APPROVE));
    assertThat(Fixture.approval().authorize()).isInstanceOf(Authorized.class);
  }

  @Test
  @DisplayName("the fixture is the same bytes in every run")
  void deterministic() {
    Scenario.Wire one = Fixture.approval().build();
    Scenario.Wire two = Fixture.approval().build();
    assertThat(one.request().wire()).isEqualTo(two.request().wire());
    assertThat(one.proof().wire()).isEqualTo(two.proof().wire());
    assertThat(one.logEvidence()).isEqualTo(two.logEvidence());
  }

  @Test
  @DisplayName("the trust file survives writing and reading")
  void trust() throws Exception {
    assertThat(TrustFile.parse(Fixture.trust().bytes())).isEqualTo(Fixture.trust());
  }
}
