package dev.countersign.desktop.wiring;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CertificatesOutcome.Listed;
import dev.countersign.bridge.Token;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.enrollment.CardDemands;
import dev.countersign.desktop.enrollment.EnrolmentFile;
import dev.countersign.desktop.enrollment.Unsuitable;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.tokens.TokenState;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Enrolled;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.EnrolledCertificate;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.EnrolledHere;
import dev.countersign.proof.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The enrolled tokens and those that are attached. */
record TokensSource(EnrolmentFile enrolment, AttachedTokens attached, InstantSource clock)
    implements LiveSource<TokensSnapshot> {
  private static final String KEY = "FIDO2 security key";
  private static final String CARD = "Smart card";

  @Override
  public TokensSnapshot load() {
    boolean demo = enrolment.pins().demo();
    List<EnrolledCredential> credentials = enrolment.credentials();
    attached.forgetThoseGone();
    List<Attached> here =
        Stream.concat(
                attached.keys().stream().map(key -> attached(key, credentials)),
                attached.cards().stream().map(card -> attached(card, credentials)))
            .toList();
    return new TokensSnapshot(
        credentials.stream().map(each -> enrolled(each, demo)).toList(), here, attached.troubles());
  }

  private Attached attached(Token key, List<EnrolledCredential> credentials) {
    TokenState state = attached.of(key).state();
    boolean could =
        !(state instanceof TokenState.OnlyU2f)
            && credentials.stream().anyMatch(EnrolledCredential.FidoCredential.class::isInstance);
    return new Attached(
        key.info().id(),
        key.info().name(),
        Optional.empty(),
        key.info().demo(),
        could ? EnrolledHere.UNKNOWN : EnrolledHere.NO,
        state);
  }

  private Attached attached(Card card, List<EnrolledCredential> credentials) {
    AttachedTokens.Answer answer = attached.of(card);
    String reader = card.place().reader();
    return new Attached(
        card.info().id(),
        card.info().name(),
        Optional.of((reader.isEmpty() ? "" : reader + " · ") + "module " + card.place().module()),
        card.info().demo(),
        answer
            .listed()
            .map(listed -> enrolledHere(listed, credentials))
            .orElse(EnrolledHere.UNKNOWN),
        answer.listed().map(listed -> judged(card, listed, credentials)).orElse(answer.state()));
  }

  private static EnrolledHere enrolledHere(Listed listed, List<EnrolledCredential> credentials) {
    Set<Bytes> enrolled = ids(credentials);
    return listed.certificates().stream()
            .flatMap(each -> each.leaf().key().stream())
            .anyMatch(key -> enrolled.contains(key.thumbprint().value()))
        ? EnrolledHere.YES
        : EnrolledHere.NO;
  }

  /** What the gateway takes is not known here: it says so when one is enrolled. */
  private TokenState judged(Card card, Listed listed, List<EnrolledCredential> credentials) {
    return new TokenState.Card(
        listed.pin(),
        new CardDemands(Optional.empty(), ids(credentials))
            .judge(card, listed, clock.instant()).stream()
                .map(each ->
                    new TokenState.OnCard(
                        each.certificate(), each.unsuitable().map(Unsuitable::message)))
                .toList());
  }

  private static Set<Bytes> ids(List<EnrolledCredential> credentials) {
    return credentials.stream().map(EnrolledCredential::id).collect(Collectors.toSet());
  }

  private Enrolled enrolled(EnrolledCredential credential, boolean demo) {
    String kind =
        switch (credential) {
          case EnrolledCredential.FidoCredential _ -> KEY;
          case EnrolledCredential.CardCredential _ -> CARD;
        };
    return new Enrolled(credential.name(), kind, credential.id(), certificate(credential), demo);
  }

  private Optional<EnrolledCertificate> certificate(EnrolledCredential credential) {
    if (!(credential instanceof EnrolledCredential.CardCredential card)) {
      return Optional.empty();
    }
    CardCertificate known = new CardCertificate(card.chain(), "", CardCertificate.PinUse.UNKNOWN);
    return Optional.of(
        new EnrolledCertificate(
            known.subject(),
            known.issuer(),
            Instant.ofEpochSecond(known.leaf().notAfter()),
            known.unfit(clock.instant()).map(CardCertificate.Unfit::words)));
  }

  @Override
  public Subscription onChange(Runnable changed) {
    Subscription comings = attached.onChange(changed);
    Subscription enrolled = enrolment.onChange(changed);
    return () -> {
      enrolled.close();
      comings.close();
    };
  }
}
