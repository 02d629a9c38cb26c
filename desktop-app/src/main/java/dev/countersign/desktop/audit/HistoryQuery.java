package dev.countersign.desktop.audit;

/**
 * What is looked for in the history. An empty text and 0 ask for nothing.
 *
 * @param text found anywhere in what the row tells: of a decision requester, action, request,
 *     reason, approver, code or token; of another entry its sentence and every value in it
 * @param since Unix seconds
 * @param decision asks for decisions only, as soon as it asks for anything
 */
public record HistoryQuery(HistoryKind kind, String text, long since, OfDecision decision) {
  /** Every decision. */
  public static final HistoryQuery ALL =
      new HistoryQuery(HistoryKind.DECISIONS, "", 0, OfDecision.ANY);

  /**
   * What only decisions have.
   *
   * @param decision {@code approve}, {@code deny} or {@code deny_and_revoke}
   * @param outcome a word of {@code docs/audit-log.md}, or {@code open}
   * @param requester the beginning of the requester's id
   * @param token the beginning of the credential id
   */
  public record OfDecision(String decision, String outcome, String requester, String token) {
    /** Any decision. */
    public static final OfDecision ANY = new OfDecision("", "", "", "");
  }

  /** Decisions that ended in this way. */
  public static HistoryQuery outcome(String outcome) {
    return new HistoryQuery(HistoryKind.DECISIONS, "", 0, new OfDecision("", outcome, "", ""));
  }

  /** The same for a text. */
  public HistoryQuery withText(String other) {
    return new HistoryQuery(kind, other, since, decision);
  }

  /** The same for entries of a kind. */
  public HistoryQuery withKind(HistoryKind other) {
    return new HistoryQuery(other, text, since, decision);
  }
}
