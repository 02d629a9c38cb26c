package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import java.util.Locale;

/** Why a certificate of a card cannot be enrolled; {@code docs/card-faults.md} lists the words. */
public enum Unsuitable {
  /** The key is none of P-256, P-384 and RSA from 2048 bits. */
  KEY_NOT_SUPPORTED(CardCertificate.Unfit.KEY_NOT_SUPPORTED, Words.ANOTHER),
  /** Its key usage lacks digitalSignature. */
  NOT_FOR_SIGNATURES(CardCertificate.Unfit.NOT_FOR_SIGNATURES, Words.ANOTHER),
  /** Its first day has not come. */
  NOT_YET_VALID(
      CardCertificate.Unfit.NOT_YET_VALID, "Wait until it is, and see whether the clock is right."),
  /** Its last day is over. */
  EXPIRED(CardCertificate.Unfit.EXPIRED, "Ask whoever issued the card for a new certificate."),
  /** The gateway has no authority for cards. */
  NO_CARDS_TAKEN(
      "This gateway takes no smart cards.", "Enrol a security key, or ask its operator."),
  /** No path leads from it to an authority of the gateway. */
  NOT_TRUSTED(
      "Its issuer is none that this gateway trusts, or the card lacks a certificate in between.",
      "Use a card that your organisation issued, or ask the gateway's operator."),
  /** It has no purpose or policy that the gateway asks for. */
  NOT_FOR_APPROVALS("The gateway does not take certificates of its purpose.", Words.ANOTHER),
  /** A certificate above it is not valid now. */
  ISSUER_NOT_VALID(
      "The certificate of one of its issuers is not valid now.", "Ask whoever issued the card."),
  /** Its key is enrolled for this approver already. */
  ENROLLED("It is enrolled for you already.", "There is nothing to do; it can be used."),
  /** Too many wrong PINs. */
  PIN_LOCKED(CardMessage.of(new TokenFailure.PinLocked())),
  /** The card cannot tell that it is its owner. */
  PIN_NOT_SET(CardMessage.of(new TokenFailure.NoPinSet())),
  /** The card wants another PIN before anything else. */
  PIN_CHANGE_NEEDED(
      CardMessage.of(
          new TokenFailure.Unusable(
              TokenFailure.Reason.PIN_CHANGE_NEEDED, "it wants its PIN changed.")));

  private final String happened;
  private final String next;

  Unsuitable(CardCertificate.Unfit unfit, String next) {
    this(unfit.words(), next);
  }

  Unsuitable(TokenMessage message) {
    this(message.happened(), message.next());
  }

  Unsuitable(String happened, String next) {
    this.happened = happened;
    this.next = next;
  }

  /** The words for its owner. */
  public TokenMessage message() {
    return new TokenMessage(happened, next);
  }

  /** Its name in JSON. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Unsuitable of(CardCertificate.Unfit unfit) {
    return switch (unfit) {
      case KEY_NOT_SUPPORTED -> KEY_NOT_SUPPORTED;
      case NOT_FOR_SIGNATURES -> NOT_FOR_SIGNATURES;
      case NOT_YET_VALID -> NOT_YET_VALID;
      case EXPIRED -> EXPIRED;
    };
  }

  /** Constants of an enum cannot name a static field of it. */
  private static final class Words {
    static final String ANOTHER =
        "Choose another certificate of the card, or ask whoever issued it.";

    private Words() {}
  }
}
