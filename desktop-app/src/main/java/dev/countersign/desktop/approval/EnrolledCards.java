package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What looking at the attached cards showed. It takes no PIN to look.
 *
 * @param usable that hold an enrolled key and could sign now
 * @param obstacle why one that holds an enrolled key cannot sign now
 * @param unreadable why one could not be read
 * @param others whether a card holds no enrolled key
 * @param leftOut the cards that cannot sign now, each with its reason
 */
public record EnrolledCards(
    List<TokenInHand.SmartCard> usable,
    Optional<TokenFailure> obstacle,
    Optional<TokenFailure> unreadable,
    boolean others,
    List<CardLeftOut> leftOut) {
  private static final String NOT_ENROLLED = "It is not enrolled for you.";

  /** No card was looked at. */
  public static final EnrolledCards NONE =
      new EnrolledCards(List.of(), Optional.empty(), Optional.empty(), false, List.of());

  public EnrolledCards {
    usable = List.copyOf(usable);
    leftOut = List.copyOf(leftOut);
  }

  /** Looks at each, all at once: a module that hangs costs its deadline once. */
  public static EnrolledCards among(
      List<Card> attached, List<CardCredential> enrolled, InstantSource clock)
      throws InterruptedException {
    List<TokenOperation<CertificatesOutcome>> readings =
        attached.stream().map(card -> card.certificates(CardLook.DEADLINE)).toList();
    EnrolledCards seen = NONE;
    try {
      for (int i = 0; i < attached.size(); i++) {
        CertificatesOutcome outcome = CardLook.await(readings.get(i));
        seen = seen.with(attached.get(i), outcome, enrolled, clock.instant());
      }
    } finally {
      readings.forEach(TokenOperation::cancel);
    }
    return seen;
  }

  private EnrolledCards with(
      Card card, CertificatesOutcome outcome, List<CardCredential> enrolled, Instant now) {
    return switch (outcome) {
      case TokenFailure failure ->
          new EnrolledCards(
              usable,
              obstacle,
              Optional.of(failure),
              others,
              and(new CardLeftOut(unread(card), CardMessage.of(failure).happened())));
      case CertificatesOutcome.Listed listed -> {
        List<CardLook> found = CardLook.enrolled(listed, enrolled, now);
        List<TokenInHand.SmartCard> more = new ArrayList<>(usable);
        Optional<TokenFailure> why = obstacle;
        List<CardLeftOut> left = new ArrayList<>(leftOut);
        for (CardLook look : found) {
          Optional<TokenFailure> stops = look.obstacle(now);
          if (stops.isPresent()) {
            why = stops;
            left.add(new CardLeftOut(look.shown(card), CardMessage.of(stops.get()).happened()));
          } else {
            more.add(new TokenInHand.SmartCard(card, look.credential(), look.shown(card)));
          }
        }
        if (found.isEmpty()) {
          left.add(new CardLeftOut(stranger(card, listed), NOT_ENROLLED));
        }
        yield new EnrolledCards(more, why, unreadable, others || found.isEmpty(), left);
      }
    };
  }

  private List<CardLeftOut> and(CardLeftOut another) {
    List<CardLeftOut> all = new ArrayList<>(leftOut);
    all.add(another);
    return all;
  }

  private static CardShown unread(Card card) {
    return new CardShown(card.info().name(), "", card.place().module(), card.place().reader());
  }

  private static CardShown stranger(Card card, CertificatesOutcome.Listed listed) {
    String subject =
        listed.certificates().stream().findFirst().map(CardCertificate::subject).orElse("");
    return new CardShown(card.info().name(), subject, card.place().module(), card.place().reader());
  }
}
