package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.proof.x509.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a card holds right now of what is enrolled, and what its PIN needs. It takes no PIN to look.
 */
public record CardLook(CardCredential credential, CardCertificate certificate, CardPinState pin) {
  /** How long looking may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Waits for what {@link Card#certificates} began. */
  public static CertificatesOutcome await(TokenOperation<CertificatesOutcome> reading)
      throws InterruptedException {
    return reading.await(DEADLINE.plus(GRACE), new TokenFailure.TimedOut());
  }

  /**
   * The enrolled keys among what was listed. The key is what was enrolled, so a renewed certificate
   * of it counts too; of several certificates of one key, one that is fit now is taken.
   */
  public static List<CardLook> enrolled(
      CertificatesOutcome.Listed listed, List<CardCredential> credentials, Instant now) {
    List<CardLook> found = new ArrayList<>();
    for (CardCredential credential : credentials) {
      listed.certificates().stream()
          .filter(each -> each.leaf().keyThumbprint().equals(credential.key().thumbprint()))
          .min(Comparator.comparing(each -> each.unfit(now).isPresent()))
          .ifPresent(each -> found.add(new CardLook(credential, each, listed.pin())));
    }
    return found;
  }

  /** Why it cannot sign now, before anyone enters a PIN in vain. */
  public Optional<TokenFailure> obstacle(Instant now) {
    Optional<CardCertificate.Unfit> unfit = certificate.unfit(now);
    if (unfit.isPresent()) {
      return Optional.of(
          new TokenFailure.Unusable(
              Reason.NO_PRIVATE_KEY, "Your certificate on it is not fit. " + unfit.get().words()));
    }
    if (pin.tries() == CardPinState.Tries.NONE) {
      return Optional.of(new TokenFailure.PinLocked());
    }
    if (!pin.set()) {
      return Optional.of(new TokenFailure.NoPinSet());
    }
    return pin.mustChange()
        ? Optional.of(
            new TokenFailure.Unusable(Reason.PIN_CHANGE_NEEDED, "It wants its PIN changed."))
        : Optional.empty();
  }

  /** What must be said before the PIN is entered. */
  public Optional<String> warning() {
    return pin.tries() == CardPinState.Tries.LAST
        ? Optional.of(CardMessage.lastTry().text())
        : Optional.empty();
  }

  /** What to say when the reader asks for the PIN itself. */
  public String padWords() {
    String pad = CardMessage.pinPad().text();
    return warning().map(last -> last + " " + pad).orElse(pad);
  }

  /**
   * The chain to send. Cards seldom hold the certificates of their issuers, so those of the
   * enrolment stand in.
   */
  public List<Certificate> chain() {
    if (certificate.leaf().equals(credential.chain().getFirst())) {
      return credential.chain();
    }
    if (certificate.chain().size() > 1) {
      return certificate.chain();
    }
    List<Certificate> chain = new ArrayList<>(credential.chain());
    chain.set(0, certificate.leaf());
    return chain;
  }

  /** How it is named on screen. */
  public CardShown shown(Card card) {
    return new CardShown(
        credential.name(), certificate.subject(), card.place().module(), card.place().reader());
  }
}
