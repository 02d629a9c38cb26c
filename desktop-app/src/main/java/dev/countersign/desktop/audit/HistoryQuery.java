package dev.countersign.desktop.audit;

/**
 * Which decisions are looked for. An empty text and 0 ask for nothing.
 *
 * @param text found anywhere in requester, action, request, reason, approver, code or token
 * @param decision {@code approve}, {@code deny} or {@code deny_and_revoke}
 * @param outcome a word of {@code docs/audit-log.md}, or {@code open}
 * @param since Unix seconds
 * @param requester the beginning of the requester's id
 * @param token the beginning of the credential id
 */
public record HistoryQuery(
    String text, String decision, String outcome, long since, String requester, String token) {
  /** Every decision. */
  public static final HistoryQuery ALL = new HistoryQuery("", "", "", 0, "", "");
}
