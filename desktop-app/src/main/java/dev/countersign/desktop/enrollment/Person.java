package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.TokenFailure;
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

  /** Tells what is waited for. */
  void says(String sentence);
}
