package dev.countersign.desktop.approval;

/** One decision under way, from the approver's click to the receipt. */
public interface Journey {

  /**
   * Answers {@link JourneyState.NeedsPin}. Takes over the array and wipes it in every case.
   *
   * @throws IllegalStateException when no PIN is being asked for
   */
  void providePin(char[] pin);

  /**
   * Answers {@link JourneyState.ChooseToken}.
   *
   * @param index into its cards, or their number for a security key
   * @throws IllegalStateException when no choice is being asked for, or there is no such one
   */
  void choose(int index);

  /**
   * Stops the decision. Returns at once; the final state comes to the listener.
   *
   * @return false when it is too late, because the proof is being sent or all is over
   */
  boolean cancel();

  JourneyState state();
}
