package dev.countersign.bridge.pkcs11.binding;

/**
 * What C_GetTokenInfo says. Text is without the blanks that fill it up.
 *
 * @param label of the token
 * @param manufacturer of the token
 * @param model of the token
 * @param serial of the token
 * @param flags the CKF_… below, and others
 * @param shortestPin in bytes
 * @param longestPin in bytes
 */
public record TokenData(
    String label,
    String manufacturer,
    String model,
    String serial,
    long flags,
    long shortestPin,
    long longestPin) {

  private static final long LOGIN_REQUIRED = 0x4;
  private static final long USER_PIN_INITIALIZED = 0x8;
  private static final long PROTECTED_AUTHENTICATION_PATH = 0x100;
  private static final long TOKEN_INITIALIZED = 0x400;
  private static final long USER_PIN_COUNT_LOW = 0x10000;
  private static final long USER_PIN_FINAL_TRY = 0x20000;
  private static final long USER_PIN_LOCKED = 0x40000;
  private static final long USER_PIN_TO_BE_CHANGED = 0x80000;

  private boolean has(long flag) {
    return (flags & flag) != 0;
  }

  public boolean loginRequired() {
    return has(LOGIN_REQUIRED);
  }

  public boolean pinSet() {
    return has(USER_PIN_INITIALIZED);
  }

  public boolean pinPad() {
    return has(PROTECTED_AUTHENTICATION_PATH);
  }

  public boolean initialized() {
    return has(TOKEN_INITIALIZED);
  }

  public boolean someTriesUsed() {
    return has(USER_PIN_COUNT_LOW);
  }

  public boolean lastTry() {
    return has(USER_PIN_FINAL_TRY);
  }

  public boolean locked() {
    return has(USER_PIN_LOCKED);
  }

  public boolean pinToBeChanged() {
    return has(USER_PIN_TO_BE_CHANGED);
  }
}
