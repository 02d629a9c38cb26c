package dev.countersign.desktop.approval;

/**
 * Why a decision did not come about, in words for the approver.
 *
 * @param reason for programs
 * @param happened what happened
 * @param notDone what did not happen, for example "Nothing was approved."
 * @param next what to do now
 */
public record JourneyFailure(Reason reason, String happened, String notDone, String next) {

  /** Kinds of failure. */
  public enum Reason {
    /** No security key is attached. */
    NO_TOKEN,
    /** More than one security key is attached. */
    SEVERAL_TOKENS,
    /** The key was pulled out. */
    TOKEN_REMOVED,
    /** Nobody touched the key, or gave the PIN, in time. */
    TIMED_OUT,
    /** The key, or its owner on it, said no. */
    TOKEN_REFUSED,
    /** The key must be pulled out and put back before it takes a PIN again. */
    PIN_BLOCKED,
    /** The key takes no PIN any more. */
    PIN_LOCKED,
    /** The key has no PIN yet. */
    NO_PIN_SET,
    /** The key is not the enrolled one. */
    NOT_THIS_TOKEN,
    /** The key cannot do this, or its signature is not what it should be. */
    TOKEN_UNUSABLE,
    /** The local audit log could not take the entry. */
    AUDIT_UNAVAILABLE,
    /** The gateway did not answer before the decision was sent. */
    GATEWAY_UNREACHABLE,
    /** The gateway refused; its code is part of the words. */
    GATEWAY_REFUSED,
    /** The gateway's answer is not one that can be trusted. */
    GATEWAY_NOT_TRUSTED,
    /** Somebody decided first. */
    DECIDED_ELSEWHERE,
    /** The request ended while this decision was made. */
    REQUEST_ENDED,
    /** The decision was sent and no answer came. It is asked for again later. */
    OUTCOME_UNKNOWN,
    /** An earlier decision's outcome is not known yet. */
    EARLIER_DECISION_OPEN,
    /** A fault of this program. */
    INTERNAL
  }

  /** All three sentences. */
  public String text() {
    return happened + " " + notDone + " " + next;
  }
}
