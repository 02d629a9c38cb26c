package dev.countersign.bridge.demo;

/** The fingerprint sensor of one key and the tries left on it (CTAP 2.1 §6.5.3.1). */
final class BuiltInVerification {

  private static final int MOST_TRIES = 3;

  private final boolean present;
  private DemoFinger finger = DemoFinger.RIGHT;
  private int triesLeft = MOST_TRIES;

  BuiltInVerification(boolean present) {
    this.present = present;
  }

  boolean isPresent() {
    return present;
  }

  synchronized void finger(DemoFinger newFinger) {
    finger = newFinger;
  }

  synchronized int triesLeft() {
    return triesLeft;
  }

  /** By a right PIN or a reset. */
  synchronized void giveBackTries() {
    triesLeft = MOST_TRIES;
  }

  boolean isUsable() {
    return present && triesLeft() > 0;
  }

  /**
   * One try.
   *
   * @throws CtapErrorException when the finger is a wrong one, or none is tried any more
   */
  void verify(UserPresence presence) throws CtapErrorException {
    if (!isUsable()) {
      throw new CtapErrorException(CtapErrorException.UV_BLOCKED);
    }
    presence.require();
    synchronized (this) {
      if (finger == DemoFinger.RIGHT) {
        triesLeft = MOST_TRIES;
        return;
      }
      triesLeft--;
    }
    throw new CtapErrorException(
        isUsable() ? CtapErrorException.UV_INVALID : CtapErrorException.UV_BLOCKED);
  }
}
