package dev.countersign.proof.request;

/**
 * The signed objects of protocol version 1. The media type is part of what is signed, so that no
 * object can be taken for another.
 */
public enum PayloadType {
  ASK("ask"),
  APPROVAL_REQUEST("approval-request"),
  SESSION_CHALLENGE("session-challenge"),
  DECISION("decision"),
  DEVICE_DECISION("device-decision"),
  TOKEN_CHANGE("token-change"),
  DEVICE_TOKEN_CHANGE("device-token-change"),
  LOG_EVIDENCE("log-evidence"),
  /** Signed by a token alone, on the device and for it. */
  EXPORT("export"),
  RECEIPT("receipt"),
  GRANT("grant"),
  REDEEM("redeem"),
  REDEMPTION("redemption");

  private final String mediaType;

  PayloadType(String name) {
    this.mediaType = "application/vnd.countersign." + name + ".v1+json";
  }

  /** The DSSE payload type. */
  public String mediaType() {
    return mediaType;
  }
}
