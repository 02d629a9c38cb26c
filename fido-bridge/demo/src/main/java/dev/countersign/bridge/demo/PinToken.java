package dev.countersign.bridge.demo;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * The pinUvAuthToken in use (CTAP 2.1 §6.5.2.1): its permissions, and the relying party it is for.
 */
final class PinToken {

  static final int MAKE_CREDENTIAL = 1;
  static final int GET_ASSERTION = 2;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] value = new byte[32];
  private int permissions;
  private Optional<String> rpId;

  PinToken(int permissions, Optional<String> rpId) {
    RANDOM.nextBytes(value);
    this.permissions = permissions;
    this.rpId = rpId;
  }

  byte[] value() {
    return value.clone();
  }

  /** Accepts one command, and binds a token without relying party to this one. */
  void authorise(int permission, String forRpId, byte[] message, byte[] param)
      throws CtapErrorException {
    boolean accepted =
        PinProtocolTwo.verify(value, message, param)
            && (permissions & permission) != 0
            && rpId.map(forRpId::equals).orElse(true);
    if (!accepted) {
      throw new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID);
    }
    rpId = Optional.of(forRpId);
  }

  /** After a touch was used up. */
  void spend() {
    permissions = 0;
  }
}
