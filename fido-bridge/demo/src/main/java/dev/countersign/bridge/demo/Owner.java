package dev.countersign.bridge.demo;

import java.util.Optional;

/**
 * What a command knows of the key's owner after verification.
 *
 * @param verified by PIN or finger
 * @param touched already, while the finger was on the sensor
 * @param token what proved it, if a token did
 */
record Owner(boolean verified, boolean touched, Optional<PinToken> token) {

  /** Asks for a touch unless one was given, and uses up the token. */
  void touch(UserPresence presence) throws CtapErrorException {
    if (!touched) {
      presence.require();
    }
    token.ifPresent(PinToken::spend);
  }
}
