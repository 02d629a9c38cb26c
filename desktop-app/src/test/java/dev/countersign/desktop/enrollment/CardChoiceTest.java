package dev.countersign.desktop.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardCertificate.PinUse;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.FakeCard;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Which certificate of which card is enrolled")
class CardChoiceTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final long DAY = 86_400;
  private static final String OTHER_EKU = "1.3.6.1.5.5.7.3.4";

  private final TestAuthority root =
      TestAuthority.root(
          TestCertificate.authority("Card Root", TestCardKey.p256("choice root"))
              .serial(1)
              .valid(now() - 500 * DAY, now() + 500 * DAY));
  private final CardDemands demands =
      new CardDemands(
          Optional.of(
              new CertificateTrust(
                  List.of(root.certificate()), Set.of(TestCertificate.EKU), Set.of())),
          Set.of());
  private final TestCardKey key = TestCardKey.p256("choice card");

  private static long now() {
    return NOW.getEpochSecond();
  }

  private TestCertificate wanted(String name) {
    return TestCertificate.card(name, key).valid(now() - DAY, now() + 100 * DAY);
  }

  private CardCertificate certificate(TestCertificate wanted) {
    return certificate(root.chain(wanted));
  }

  private static CardCertificate certificate(List<Certificate> chain) {
    return new CardCertificate(chain, "label", PinUse.EVERY_USE);
  }

  private FakeCard holding(String reader, CardCertificate... certificates) {
    FakeCard card =
        new FakeCard(new SoftwareCard(key, Arrays.asList(certificates).getFirst().chain()), reader);
    card.looks.add(listed(FakeCard.PIN, certificates));
    return card;
  }

  private static CertificatesOutcome listed(CardPinState pin, CardCertificate... certificates) {
    return new CertificatesOutcome.Listed(List.of(certificates), List.of(), pin);
  }

  private CardCandidates seen(Card... cards) throws InterruptedException {
    return CardSurvey.of(List.of(cards)).candidates(demands, NOW);
  }

  private Optional<Unsuitable> reason(CardCertificate certificate) {
    return demands.unmet(certificate, FakeCard.PIN, NOW);
  }

  private static String thumbprint(CardCertificate certificate) {
    return HexFormat.of().formatHex(certificate.thumbprint().toArray());
  }

  @Test
  @DisplayName("D4 the only suitable certificate of all cards is taken")
  void only() throws Exception {
    CardCertificate good = certificate(wanted("Ada"));
    CardCertificate mail = certificate(wanted("Ada mail").ekus(OTHER_EKU));
    FakeCard second = holding("Reader 2", mail, good);

    CardPick pick = seen(holding("Reader 1", mail), second).only();

    assertThat(pick)
        .isEqualTo(
            new CardPick.Picked(new CardCandidate(second, good, FakeCard.PIN, Optional.empty())));
  }

  @Test
  @DisplayName("D4 of several suitable certificates the owner chooses")
  void several() throws Exception {
    CardCertificate one = certificate(wanted("Ada"));
    CardCertificate other = certificate(wanted("Ada admin").serial(4712));

    assertThat(seen(holding("Reader 1", one, other)).only())
        .isInstanceOfSatisfying(
            CardPick.Several.class,
            several ->
                assertThat(several.suitable())
                    .extracting(CardCandidate::certificate)
                    .containsExactly(one, other));
  }

  @Test
  @DisplayName("a certificate that two modules show is one, at the place where it can be used")
  void shownTwice() throws Exception {
    CardCertificate hidden =
        new CardCertificate(root.chain(wanted("Ada")), "label", PinUse.UNKNOWN);
    CardCertificate seen = new CardCertificate(hidden.chain(), hidden.label(), PinUse.EVERY_USE);
    FakeCard locked = holding("Reader 0", seen);
    locked.looks.clear();
    locked.looks.add(listed(FakeCard.tries(CardPinState.Tries.NONE), seen));

    CardCandidates all = seen(locked, holding("Reader 1", hidden), holding("Reader 2", seen));

    for (CardPick pick : List.of(all.only(), all.named(thumbprint(seen)))) {
      assertThat(pick)
          .isInstanceOfSatisfying(
              CardPick.Picked.class,
              picked ->
                  assertThat(picked.candidate().card().place().reader()).isEqualTo("Reader 2"));
    }
  }

  @Test
  @DisplayName("D4 none suitable: each with its reason; none at all: an empty list")
  void none() throws Exception {
    CardCertificate mail = certificate(wanted("Ada mail").ekus(OTHER_EKU));

    assertThat(seen(holding("Reader 1", mail)).only())
        .isInstanceOfSatisfying(
            CardPick.NoneSuitable.class,
            none ->
                assertThat(none.seen())
                    .extracting(CardCandidate::unsuitable)
                    .containsExactly(Optional.of(Unsuitable.NOT_FOR_APPROVALS)));
    assertThat(seen().only()).isEqualTo(new CardPick.NoneSuitable(List.of()));
  }

  @Test
  @DisplayName("the start of a thumbprint names one, in any case, with or without colons")
  void named() throws Exception {
    CardCertificate good = certificate(wanted("Ada"));
    CardCertificate expired = certificate(wanted("old").valid(now() - 9 * DAY, now() - 1));
    CardCandidates all = seen(holding("Reader 1", expired, good));
    String digits = thumbprint(good).substring(0, 6);
    String colons = digits.substring(0, 2) + ":" + digits.substring(2, 4);

    for (String start : List.of(digits, digits.toUpperCase(Locale.ROOT), colons)) {
      assertThat(all.named(start)).as(start).isInstanceOf(CardPick.Picked.class);
    }
    assertThat(all.named(thumbprint(expired)))
        .isInstanceOfSatisfying(
            CardPick.NotSuitable.class,
            not -> assertThat(not.reason()).isEqualTo(Unsuitable.EXPIRED));
  }

  @Test
  @DisplayName("the start of two thumbprints names neither, even if only one is suitable")
  void ambiguous() throws Exception {
    Map<String, CardCertificate> byStart = new HashMap<>();
    CardCertificate one = certificate(wanted("Ada").serial(10_000));
    CardCertificate other = one;
    for (long serial = 10_001; other == one; serial++) {
      CardCertificate next =
          certificate(wanted("Ada").serial(serial).valid(now() - 9 * DAY, now() + serial % 2 - 1));
      CardCertificate twin = byStart.putIfAbsent(thumbprint(next).substring(0, 4), next);
      if (twin != null) {
        one = twin;
        other = next;
      }
    }

    assertThat(seen(holding("Reader 1", one, other)).named(thumbprint(one).substring(0, 4)))
        .isInstanceOfSatisfying(
            CardPick.Ambiguous.class, two -> assertThat(two.named()).hasSize(2));
    assertThat(seen(holding("Reader 1", one, other)).named(thumbprint(one)))
        .isNotInstanceOf(CardPick.Ambiguous.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "xyzw", "ab cd", "::::", "-123"})
  @DisplayName("what is no start of a thumbprint names nothing")
  void noThumbprint(String start) throws Exception {
    assertThat(seen(holding("Reader 1", certificate(wanted("Ada")))).named(start))
        .isEqualTo(new CardPick.NotAThumbprint());
  }

  @Test
  @DisplayName("more digits than a thumbprint has, or another one, name nothing here")
  void noSuch() throws Exception {
    CardCertificate good = certificate(wanted("Ada"));
    char last = thumbprint(good).charAt(3);
    String other = thumbprint(good).substring(0, 3) + (last == '0' ? '1' : '0');
    CardCandidates all = seen(holding("Reader 1", good));

    assertThat(all.named(other)).isEqualTo(new CardPick.NoSuch());
    assertThat(all.named(thumbprint(good) + "0")).isEqualTo(new CardPick.NotAThumbprint());
  }

  @Test
  @DisplayName("D4 each reason why a certificate cannot be enrolled is told apart")
  void reasons() {
    TestAuthority stranger = TestAuthority.root("Stranger");
    TestAuthority old =
        root.sub(
            TestCertificate.authority("Old", TestCardKey.p256("old"))
                .valid(now() - 9 * DAY, now() - DAY));
    List<Certificate> alone = List.of(old.issue(wanted("Ada")));

    assertThat(reason(certificate(wanted("Ada")))).isEmpty();
    assertThat(reason(certificate(wanted("Ada").valid(now() - 9 * DAY, now() - 1))))
        .contains(Unsuitable.EXPIRED);
    assertThat(reason(certificate(wanted("Ada").valid(now() + 1, now() + DAY))))
        .contains(Unsuitable.NOT_YET_VALID);
    assertThat(reason(certificate(wanted("Ada").keyUsage(2))))
        .contains(Unsuitable.NOT_FOR_SIGNATURES);
    assertThat(reason(certificate(weak()))).contains(Unsuitable.KEY_NOT_SUPPORTED);
    assertThat(reason(certificate(wanted("Ada").ekus(OTHER_EKU))))
        .contains(Unsuitable.NOT_FOR_APPROVALS);
    assertThat(reason(certificate(stranger.chain(wanted("Ada"))))).contains(Unsuitable.NOT_TRUSTED);
    assertThat(reason(certificate(alone))).contains(Unsuitable.NOT_TRUSTED);
    assertThat(reason(certificate(old.chain(wanted("Ada"))))).contains(Unsuitable.ISSUER_NOT_VALID);
  }

  private TestCertificate weak() {
    return TestCertificate.card("weak", TestCardKey.rsa("weak", 1024))
        .valid(now() - DAY, now() + DAY);
  }

  @Test
  @DisplayName("D4 a gateway that takes no card says so of each; one that said nothing is asked")
  void gateway() {
    CardCertificate stranger = certificate(TestAuthority.root("Stranger").chain(wanted("Ada")));
    CardDemands noCards = new CardDemands(Optional.of(CertificateTrust.NONE), Set.of());

    assertThat(noCards.unmet(certificate(wanted("Ada")), FakeCard.PIN, NOW))
        .contains(Unsuitable.NO_CARDS_TAKEN);
    assertThat(CardDemands.GENERAL.unmet(stranger, FakeCard.PIN, NOW)).isEmpty();
  }

  @Test
  @DisplayName("a key that is enrolled already is not enrolled again, under no certificate")
  void enrolled() {
    CardCertificate good = certificate(wanted("Ada"));
    CardCertificate renewed = certificate(wanted("Ada").serial(4713));
    CardDemands again =
        new CardDemands(
            demands.trust(), Set.of(good.leaf().key().orElseThrow().thumbprint().value()));

    assertThat(again.unmet(good, FakeCard.PIN, NOW)).contains(Unsuitable.ENROLLED);
    assertThat(again.unmet(renewed, FakeCard.PIN, NOW)).contains(Unsuitable.ENROLLED);
  }

  @Test
  @DisplayName("D4 a PIN that is locked, not set or to be changed first is told before it is asked")
  void pin() {
    CardCertificate good = certificate(wanted("Ada"));
    CardPinState notSet = new CardPinState(false, false, false, CardPinState.Tries.ENOUGH, 4, 8);
    CardPinState change = new CardPinState(false, true, true, CardPinState.Tries.ENOUGH, 4, 8);

    assertThat(demands.unmet(good, FakeCard.tries(CardPinState.Tries.NONE), NOW))
        .contains(Unsuitable.PIN_LOCKED);
    assertThat(demands.unmet(good, notSet, NOW)).contains(Unsuitable.PIN_NOT_SET);
    assertThat(demands.unmet(good, change, NOW)).contains(Unsuitable.PIN_CHANGE_NEEDED);
    assertThat(demands.unmet(good, FakeCard.tries(CardPinState.Tries.LAST), NOW)).isEmpty();
  }

  @Test
  @DisplayName("D4 a card that cannot be read, or holds no certificate, is named with the reason")
  void without() throws Exception {
    CardCertificate good = certificate(wanted("Ada"));
    FakeCard broken = holding("Reader 1", good);
    broken.looks.clear();
    broken.looks.add(
        new TokenFailure.Unusable(TokenFailure.Reason.MODULE_FAILED, "its module crashed."));
    FakeCard empty = holding("Reader 2", good);
    empty.looks.clear();
    empty.looks.add(listed(FakeCard.PIN));

    CardSurvey survey = CardSurvey.of(List.of(broken, empty, holding("Reader 3", good)));

    assertThat(survey.without())
        .extracting(each -> each.card().place().reader() + ": " + each.words().happened())
        .containsExactly(
            "Reader 1: The card cannot be used: its module crashed.",
            "Reader 2: The card holds no certificate that could approve.");
    assertThat(survey.candidates(demands, NOW).only()).isInstanceOf(CardPick.Picked.class);
  }

  @Test
  @DisplayName("the documentation has the words of each reason")
  void words() throws IOException {
    String table = Files.readString(Path.of("..", "docs", "card-faults.md"));

    assertThat(Unsuitable.values())
        .allSatisfy(reason ->
            assertThat(table)
                .contains(
                    "| `"
                        + reason.code()
                        + "` | "
                        + reason.message().happened()
                        + " | "
                        + reason.message().next()
                        + " |\n"));
  }
}
