package dev.countersign.bridge.demo.piv;

import java.util.Arrays;
import java.util.Optional;

/** A key of a PIV card and when it wants the PIN (SP 800-73-4 Part 1, tables 4b and 5). */
public enum PivSlot {
  /** 9A, PIV authentication: PIN once a session. */
  AUTHENTICATION(0x9A, 0x5FC105, PinRule.ONCE),
  /** 9C, digital signature: PIN immediately before each use. */
  SIGNATURE(0x9C, 0x5FC10A, PinRule.ALWAYS),
  /** 9D, key management: PIN once a session. */
  KEY_MANAGEMENT(0x9D, 0x5FC10B, PinRule.ONCE),
  /** 9E, card authentication: no PIN. */
  CARD_AUTHENTICATION(0x9E, 0x5FC101, PinRule.NEVER);

  /** When a key can be used. */
  enum PinRule {
    NEVER,
    ONCE,
    ALWAYS
  }

  private final int reference;
  private final int certificateTag;
  private final PinRule rule;

  PivSlot(int reference, int certificateTag, PinRule rule) {
    this.reference = reference;
    this.certificateTag = certificateTag;
    this.rule = rule;
  }

  /** Its key reference. */
  int reference() {
    return reference;
  }

  /** The tag of the data object with its certificate. */
  int certificateTag() {
    return certificateTag;
  }

  PinRule rule() {
    return rule;
  }

  static Optional<PivSlot> of(int reference) {
    return Arrays.stream(values()).filter(slot -> slot.reference == reference).findFirst();
  }
}
