package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.desktop.approval.CardLook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the attached cards hold, read once without a PIN. The cards may have changed since: signing
 * looks again.
 */
public final class CardSurvey {
  private final Map<Card, CertificatesOutcome> read;

  private CardSurvey(Map<Card, CertificatesOutcome> read) {
    this.read = read;
  }

  /**
   * A card of which no certificate can be enrolled.
   *
   * @param words why
   */
  public record WithoutCertificate(Card card, TokenMessage words) {}

  /**
   * Reads all of them, at once where their modules allow; each within {@link CardLook#DEADLINE}.
   */
  public static CardSurvey of(List<Card> cards) throws InterruptedException {
    Map<Card, TokenOperation<CertificatesOutcome>> reading = new LinkedHashMap<>();
    cards.forEach(card -> reading.put(card, card.certificates(CardLook.DEADLINE)));
    Map<Card, CertificatesOutcome> read = new LinkedHashMap<>();
    try {
      for (Map.Entry<Card, TokenOperation<CertificatesOutcome>> each : reading.entrySet()) {
        read.put(each.getKey(), CardLook.await(each.getValue()));
      }
    } finally {
      reading.values().forEach(TokenOperation::cancel);
    }
    return new CardSurvey(read);
  }

  /** Every certificate of every card in their order, and whether it can be enrolled. */
  public CardCandidates candidates(CardDemands demands, Instant now) {
    List<CardCandidate> all = new ArrayList<>();
    read.forEach((card, outcome) -> {
      if (outcome instanceof CertificatesOutcome.Listed listed) {
        all.addAll(demands.judge(card, listed, now));
      }
    });
    return new CardCandidates(all);
  }

  /** What a card said of its PIN; empty when it was not read. */
  public Optional<CardPinState> pin(Card card) {
    return read.get(card) instanceof CertificatesOutcome.Listed listed
        ? Optional.of(listed.pin())
        : Optional.empty();
  }

  /** The cards that could not be read, or that hold no certificate of a person. */
  public List<WithoutCertificate> without() {
    List<WithoutCertificate> all = new ArrayList<>();
    read.forEach((card, outcome) -> {
      switch (outcome) {
        case TokenFailure failure -> all.add(new WithoutCertificate(card, CardMessage.of(failure)));
        case CertificatesOutcome.Listed listed when listed.certificates().isEmpty() ->
            all.add(new WithoutCertificate(card, CardMessage.noCertificate()));
        case CertificatesOutcome.Listed _ -> {}
      }
    });
    return all;
  }
}
