package dev.countersign.proof.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.x509.RevocationStatement.Word;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A list of revoked certificates")
class CrlTest {

  private static final Freshness FRESH = Freshness.live(86_400);

  @Test
  @DisplayName("that one key of an authority signed stays silent for another key of that name")
  void oneKeyOnly() throws Exception {
    Certificate leaf = CardFixture.CARD.chain().getFirst();
    Certificate issuing = CardFixture.ISSUING.certificate();
    TestAuthority renewed =
        CardFixture.ROOT.sub(
            TestCertificate.authority("Example Issuing", TestCardKey.p256("renewed")).serial(77));
    Crl list = Crl.parse(CardFixture.ISSUING.crl().der());
    assertThat(renewed.certificate().subject()).isEqualTo(issuing.subject());

    // The one after the other, as the key that was found to fit is remembered.
    assertThat(list.about(leaf, renewed.certificate(), Fixture.DECIDED_AT, FRESH))
        .isInstanceOf(Word.Silent.class);
    assertThat(list.about(leaf, issuing, Fixture.DECIDED_AT, FRESH)).isEqualTo(new Word.Good());
    assertThat(list.about(leaf, issuing, Fixture.DECIDED_AT, FRESH)).isEqualTo(new Word.Good());
    assertThat(list.about(leaf, renewed.certificate(), Fixture.DECIDED_AT, FRESH))
        .isInstanceOf(Word.Silent.class);
  }
}
