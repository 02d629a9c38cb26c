package dev.countersign.desktop.approval;

/** How a request stopped waiting for this approver. */
public enum Ending {
  APPROVED_HERE("You approved it on this device."),
  DENIED_HERE("You denied it on this device."),
  DECIDED_ELSEWHERE("It was decided on another device."),
  WITHDRAWN("The requester withdrew it."),
  SUPERSEDED("The requester replaced it with another request."),
  EXPIRED("Its time ran out. Nothing was approved."),
  REVOKED("It was revoked, or its session ended. Nothing was approved.");

  private final String sentence;

  Ending(String sentence) {
    this.sentence = sentence;
  }

  /** One sentence for a person. */
  public String sentence() {
    return sentence;
  }
}
