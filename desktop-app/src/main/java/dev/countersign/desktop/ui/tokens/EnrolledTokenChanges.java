package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Changes which tokens are enrolled, each time proved with an enrolled one. Every call blocks until
 * it ended: never on the FX thread. Interrupting it stops it as far as that is still possible.
 */
public interface EnrolledTokenChanges {

  /** Enrols one more key under a name. */
  Ended add(Token fresh, String name, Person person) throws InterruptedException;

  /**
   * Enrols one more card under a name.
   *
   * @param certificate the one of the card that will approve
   */
  Ended add(Card fresh, CardCertificate certificate, String name, Person person)
      throws InterruptedException;

  /** Gives an enrolled token another name. */
  Ended rename(Bytes id, String name, Person person) throws InterruptedException;

  /**
   * Ends an enrolled token.
   *
   * @param last whether the person confirmed that it is the last one of this device
   */
  Ended revoke(Bytes id, boolean last, Person person) throws InterruptedException;

  /** The person at the desk, called on the thread of the change. */
  interface Person {

    /**
     * Asks for a PIN and waits for it.
     *
     * @param tokenName whose PIN
     * @param last how the try before this one ended
     * @return the PIN, to be wiped by the caller; empty when none was given in time
     */
    Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last)
        throws InterruptedException;

    /**
     * Asks for the PIN of a card and waits for it; never when its reader has a PIN pad.
     *
     * @param message that the last PIN was wrong, or that this is the last try
     * @return the PIN, to be wiped by the caller; empty when none was given in time
     */
    Optional<char[]> cardPin(CardShown card, Optional<String> message) throws InterruptedException;

    /**
     * Asks which of several enrolled tokens is to confirm the change, and waits for the answer.
     *
     * @param cards those that could
     * @param keys how many security keys are attached beside; they are one choice, after the cards
     * @return its index; empty when none was chosen in time
     */
    Optional<Integer> choose(List<CardShown> cards, int keys) throws InterruptedException;

    /** Says what is waited for now. */
    void says(String sentence);

    /** Says that a key waits for a touch. */
    default void touch(String sentence) {
      says(sentence);
    }
  }

  /** How a change ended. */
  sealed interface Ended {

    /**
     * It was made.
     *
     * @param warning what went wrong after that, if anything; the change counts all the same
     */
    record Done(Optional<String> warning) implements Ended {}

    /** The gateway said no; nothing was changed. */
    record Refused(String code) implements Ended {}

    /** The gateway gave no answer, so whether it made the change is not known. */
    record NoAnswer(String reason) implements Ended {}

    /** A token failed before anything was sent; nothing was changed. */
    record TokenFailed(TokenMessage words) implements Ended {}
  }
}
