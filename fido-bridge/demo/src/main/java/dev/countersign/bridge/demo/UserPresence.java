package dev.countersign.bridge.demo;

/** The owner's touch, as a command asks for it. */
@FunctionalInterface
interface UserPresence {

  /**
   * Returns after a touch.
   *
   * @throws CtapErrorException with the status that fits any other end of the wait
   */
  void require() throws CtapErrorException;
}
