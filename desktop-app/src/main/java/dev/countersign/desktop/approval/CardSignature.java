package dev.countersign.desktop.approval;

import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.x509.CardJws;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Has a smart card make one JWS, whatever it is for. The card is looked at anew before each PIN:
 * whether it is still the one, whether the reader asks for the PIN itself, and whether it would be
 * the last try. A PIN is tried once; after a wrong one its owner is asked again, never the card.
 * What the card made is verified here before it is given.
 *
 * @param credential whose key is to sign
 * @param draft what is to be signed, given what the card holds right now
 */
public record CardSignature(
    CardCredential credential, Function<CardLook, CardJws> draft, InstantSource clock) {

  /**
   * The card and its owner.
   *
   * @param <X> what ends the work early
   */
  public interface Hands<X extends Exception> {
    /** Reads the card. */
    CertificatesOutcome look() throws X;

    /**
     * Asks for the PIN once; never when the reader has a PIN pad.
     *
     * @param message that the last PIN was wrong, or that this is the last try
     * @return empty when none is given
     */
    Optional<Pin> pin(CardLook look, Optional<String> message) throws X;

    /**
     * Signs once.
     *
     * @param pin absent exactly when the reader asks for it
     */
    CardSignOutcome sign(CardLook look, CardJws draft, Optional<Pin> pin) throws X;
  }

  /** How it ended. */
  public sealed interface Outcome {
    /**
     * The card signed.
     *
     * @param pinOnEveryUse whether the key asked for the PIN for this very signature
     */
    record Made(CardJws jws, boolean pinOnEveryUse) implements Outcome {}

    /** The card works but does not hold the key. */
    record NotThisCard() implements Outcome {}

    /** The card failed; what it may have signed is thrown away. */
    record Failed(TokenFailure failure) implements Outcome {}
  }

  /** What a card is asked, for one attempt. */
  public static CardSignRequest request(CardJws draft, Optional<Pin> pin, Duration patience) {
    return new CardSignRequest(
        draft.leaf().thumbprint(),
        draft.algorithm(),
        Bytes.of(draft.signingInput()),
        pin,
        patience);
  }

  /** Blocks until the card has signed or will not. */
  public <X extends Exception> Outcome by(Hands<X> hands) throws X {
    boolean wrong = false;
    while (true) {
      CertificatesOutcome seen = hands.look();
      if (seen instanceof TokenFailure failure) {
        return new Outcome.Failed(failure);
      }
      Optional<CardLook> found = found((CertificatesOutcome.Listed) seen);
      if (found.isEmpty()) {
        return new Outcome.NotThisCard();
      }
      CardLook look = found.get();
      Optional<TokenFailure> obstacle = obstacle(look, wrong);
      if (obstacle.isPresent()) {
        return new Outcome.Failed(obstacle.get());
      }
      CardJws asked = draft.apply(look);
      Optional<Pin> pin = Optional.empty();
      if (!look.pin().pad()) {
        pin = hands.pin(look, message(look, wrong));
        if (pin.isEmpty()) {
          return new Outcome.Failed(new TokenFailure.Cancelled());
        }
      }
      switch (hands.sign(look, asked, pin)) {
        case CardSignOutcome.Signed(Bytes signature, boolean eachUse) -> {
          return checked(asked.sealed(signature), eachUse);
        }
        case CardSignOutcome.NotThisCard() -> {
          return new Outcome.NotThisCard();
        }
        case TokenFailure.WrongPin(OptionalInt left) when left.orElse(1) > 0 -> wrong = true;
        case TokenFailure failure -> {
          return new Outcome.Failed(failure);
        }
      }
    }
  }

  private Optional<CardLook> found(CertificatesOutcome.Listed listed) {
    return CardLook.enrolled(listed, List.of(credential), clock.instant()).stream().findFirst();
  }

  private Optional<TokenFailure> obstacle(CardLook look, boolean wrong) {
    Optional<TokenFailure> obstacle = look.obstacle(clock.instant());
    if (obstacle.isEmpty() && wrong && look.pin().pad()) {
      // The reader asks by itself; a new attempt is the owner's to begin.
      boolean last = look.pin().tries() == CardPinState.Tries.LAST;
      return Optional.of(new TokenFailure.WrongPin(last ? OptionalInt.of(1) : OptionalInt.empty()));
    }
    return obstacle;
  }

  private static Optional<String> message(CardLook look, boolean wrong) {
    String words = (wrong ? "That PIN is wrong. " : "") + look.warning().orElse("");
    return Optional.of(words.strip()).filter(said -> !said.isEmpty());
  }

  /** A card that signs something else, or with another key, is noticed before anything is sent. */
  private Outcome checked(CardJws jws, boolean eachUse) {
    boolean enrolledKey = jws.leaf().keyThumbprint().equals(credential.key().thumbprint());
    return enrolledKey && jws.isSignedBy(credential.key())
        ? new Outcome.Made(jws, eachUse)
        : new Outcome.Failed(
            new TokenFailure.Unusable(
                TokenFailure.Reason.WRONG_SIGNATURE,
                "its signature is not what was asked for, so it was not sent."));
  }
}
