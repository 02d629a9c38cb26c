package dev.countersign.bridge.pkcs11.wire;

/**
 * What a token says of its owner's PIN (CK_TOKEN_INFO).
 *
 * @param pad CKF_PROTECTED_AUTHENTICATION_PATH
 * @param set CKF_USER_PIN_INITIALIZED
 * @param mustChange CKF_USER_PIN_TO_BE_CHANGED
 * @param tries of the flags COUNT_LOW, FINAL_TRY and LOCKED the worst
 * @param shortest in bytes
 * @param longest in bytes
 */
public record PinFlags(
    boolean pad, boolean set, boolean mustChange, Tries tries, long shortest, long longest) {

  static final int ITEMS = 6;

  /** From good to bad. */
  public enum Tries {
    ENOUGH,
    LOW,
    LAST,
    LOCKED
  }

  void write(CborWriter out) {
    out.array(ITEMS).bool(pad).bool(set).bool(mustChange).constant(tries);
    out.number(shortest).number(longest);
  }

  static PinFlags read(CborReader in) throws MalformedFrameException {
    in.array(ITEMS);
    return new PinFlags(
        in.bool(), in.bool(), in.bool(), in.constant(Tries.values()), in.number(), in.number());
  }
}
