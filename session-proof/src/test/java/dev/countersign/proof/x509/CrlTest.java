package dev.countersign.proof.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.x509.RevocationStatement.Word;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
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

  @Test
  @DisplayName(
      "of version 1, as OpenSSL writes it without extensions, is refused in words that say so")
  void versionOne() throws Exception {
    ASN1Sequence whole = ASN1Sequence.getInstance(CardFixture.ISSUING.crl().der().toArray());
    ASN1EncodableVector content = new ASN1EncodableVector();
    ASN1Sequence fields = ASN1Sequence.getInstance(whole.getObjectAt(0));
    for (int i = 1; i < fields.size(); i++) {
      content.add(fields.getObjectAt(i));
    }
    Bytes list =
        Bytes.of(
            new DERSequence(
                    new ASN1Encodable[] {
                      new DERSequence(content), whole.getObjectAt(1), whole.getObjectAt(2)
                    })
                .getEncoded("DER"));
    assertThatThrownBy(() -> Crl.parse(list))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("not a list of version 2");
  }
}
