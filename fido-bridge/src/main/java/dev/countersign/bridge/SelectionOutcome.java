package dev.countersign.bridge;

import java.util.Map;

/** Which of several tokens was touched. */
public sealed interface SelectionOutcome {

  /** This one. The touch chose it and did nothing else. */
  record Chosen(Token token) implements SelectionOutcome {}

  /**
   * None of them.
   *
   * @param reasons why waiting ended on each
   */
  record NoneChosen(Map<TokenId, TokenFailure> reasons) implements SelectionOutcome {}
}
