package dev.countersign.gateway.store;

/**
 * A session in which one device acts for its approver; times are Unix seconds.
 *
 * @param expiresAt the first second in which it is no longer alive
 */
public record ApproverSessionRecord(
    String id, String approver, String deviceJkt, long startedAt, long expiresAt, boolean ended) {

  /** Whether it is alive at a time in Unix seconds. */
  public boolean aliveAt(long time) {
    return !ended && time < expiresAt;
  }
}
