package dev.countersign.gateway;

/** Who made an authenticated call, as the HTTP layer established it. */
public sealed interface Caller {
  /** RFC 7638 thumbprint of the key that authenticated the call. */
  String jkt();

  /**
   * A requester.
   *
   * @param id the registered client id
   * @param address the source address of this call, as observed by the gateway
   */
  record RequesterCaller(String id, String jkt, String address) implements Caller {}

  /** An executor with its registered client id. */
  record ExecutorCaller(String id, String jkt) implements Caller {}

  /** An approver's device in its approver session. */
  record DeviceCaller(String jkt, String approver, String approverSession) implements Caller {}
}
