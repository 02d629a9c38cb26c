package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.CertificatePath;
import dev.countersign.proof.x509.CertificateTrust;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a card's certificate must be to be enrolled. It saves the owner a PIN in vain; whether it is
 * enrolled is the gateway's to decide, which also looks at revocation.
 *
 * @param trust which certificates the gateway says it takes; empty when that is not known
 * @param enrolled the ids of the tokens that this approver has already ({@link
 *     dev.countersign.desktop.approval.EnrolledCredential#id})
 */
public record CardDemands(Optional<CertificateTrust> trust, Set<Bytes> enrolled) {
  /** Only what every approval needs. */
  public static final CardDemands GENERAL = new CardDemands(Optional.empty(), Set.of());

  public CardDemands {
    enrolled = Set.copyOf(enrolled);
  }

  /** The certificates of one card that was read, and whether each can be enrolled. */
  public List<CardCandidate> judge(Card card, CertificatesOutcome.Listed listed, Instant now) {
    return listed.certificates().stream()
        .map(each -> new CardCandidate(card, each, listed.pin(), unmet(each, listed.pin(), now)))
        .toList();
  }

  /** The first reason why it cannot be enrolled now, if there is one. */
  Optional<Unsuitable> unmet(CardCertificate certificate, CardPinState pin, Instant now) {
    Optional<Unsuitable> ofCertificate = certificate.unfit(now).map(Unsuitable::of);
    if (ofCertificate.isPresent()) {
      return ofCertificate;
    }
    if (isEnrolled(certificate)) {
      return Optional.of(Unsuitable.ENROLLED);
    }
    return notTaken(certificate, now).or(() -> ofPin(pin));
  }

  /** Why the gateway does not take the certificate, as far as it said which it takes. */
  Optional<Unsuitable> notTaken(CardCertificate certificate, Instant now) {
    return trust.flatMap(known -> untrusted(certificate, known, now));
  }

  private boolean isEnrolled(CardCertificate certificate) {
    return certificate
        .leaf()
        .key()
        .map(key -> key.thumbprint().value())
        .filter(enrolled::contains)
        .isPresent();
  }

  private static Optional<Unsuitable> untrusted(
      CardCertificate certificate, CertificateTrust trust, Instant now) {
    if (trust.roots().isEmpty()) {
      return Optional.of(Unsuitable.NO_CARDS_TAKEN);
    }
    try {
      CertificatePath.verify(certificate.chain(), trust, now.getEpochSecond());
      return Optional.empty();
    } catch (RefusedException refused) {
      return Optional.of(
          switch (refused.code()) {
            case CERTIFICATE_NOT_ALLOWED -> Unsuitable.NOT_FOR_APPROVALS;
            case CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID -> Unsuitable.ISSUER_NOT_VALID;
            default -> Unsuitable.NOT_TRUSTED;
          });
    }
  }

  private static Optional<Unsuitable> ofPin(CardPinState pin) {
    if (pin.tries() == CardPinState.Tries.NONE) {
      return Optional.of(Unsuitable.PIN_LOCKED);
    }
    if (!pin.set()) {
      return Optional.of(Unsuitable.PIN_NOT_SET);
    }
    return pin.mustChange() ? Optional.of(Unsuitable.PIN_CHANGE_NEEDED) : Optional.empty();
  }
}
