package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Optional;

/** The approver at the device while tokens are changed. Called on the thread of the change. */
public interface Person {
  /**
   * Asks for the PIN of a key.
   *
   * @param tokenName the maker's name for it, text from outside
   * @param last the wrong PIN's outcome when it is asked again
   * @return a fresh array, which is wiped; empty to stop
   */
  Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last)
      throws InterruptedException;

  /**
   * Asks for the PIN of a card; never when its reader has a PIN pad.
   *
   * @param message that the last PIN was wrong, or that this is the last try
   * @return a fresh array, which is wiped; empty to stop
   */
  Optional<char[]> cardPin(CardShown card, Optional<String> message) throws InterruptedException;

  /** The enrolled token that is to confirm the change; empty when any may. */
  default Optional<Bytes> confirmsWith() {
    return Optional.empty();
  }

  /**
   * Asks which of several enrolled tokens confirms the change.
   *
   * @param cards those that could
   * @param keys how many security keys are attached beside; they are one choice, after the cards
   * @return the index of the choice; empty when none was made
   */
  Optional<Integer> choose(List<CardShown> cards, int keys) throws InterruptedException;

  /** Tells what is waited for. */
  void says(String sentence);

  /** Tells that a key waits for a touch. */
  default void touch(String sentence) {
    says(sentence);
  }
}
