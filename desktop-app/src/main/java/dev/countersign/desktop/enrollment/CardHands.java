package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.CardLook;
import dev.countersign.desktop.approval.CardSignature;
import dev.countersign.proof.x509.CardJws;
import java.time.Duration;
import java.util.Optional;

/** A card and its owner; the thread that waits for them may be interrupted. */
record CardHands(Card card, Owner owner) implements CardSignature.Hands<InterruptedException> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);

  /** What the owner is asked and told. */
  interface Owner {
    /** Asks for the PIN; the array given is wiped, none stops it. */
    Optional<char[]> pin(CardLook look, Optional<String> message) throws InterruptedException;

    /** Tells that the reader asks for the PIN itself, and what to know before; on any thread. */
    void pad(String words);

    /** Tells what else the card does, on its own thread. */
    void progress(TokenProgress progress);
  }

  @Override
  public CertificatesOutcome look() throws InterruptedException {
    return CardLook.await(card.certificates(CardLook.DEADLINE));
  }

  @Override
  public Optional<Pin> pin(CardLook look, Optional<String> message) throws InterruptedException {
    return owner.pin(look, message).map(Pin::takeOver);
  }

  @Override
  public CardSignOutcome sign(CardLook look, CardJws draft, Optional<Pin> pin)
      throws InterruptedException {
    // A warning comes before the pad asks: once it does, a finger may be quicker than the words.
    boolean warned = pin.isEmpty() && look.warning().isPresent();
    if (warned) {
      owner.pad(look.padWords());
    }
    return card.sign(
            CardSignature.request(draft, pin, PATIENCE),
            progress -> {
              if (progress != TokenProgress.PIN_PAD_NEEDED) {
                owner.progress(progress);
              } else if (!warned) {
                owner.pad(look.padWords());
              }
            })
        .await(PATIENCE.plus(BRIDGE_GRACE), new TokenFailure.TimedOut());
  }
}
