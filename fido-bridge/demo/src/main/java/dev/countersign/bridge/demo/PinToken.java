package dev.countersign.bridge.demo;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The pinUvAuthToken in use (CTAP 2.1 §6.5.2.1): the protocol it was given out by, its permissions,
 * the relying party it is for, and whether its owner was touched when it was made.
 */
final class PinToken {

  static final int MAKE_CREDENTIAL = 0x01;
  static final int GET_ASSERTION = 0x02;
  static final int CREDENTIAL_MANAGEMENT = 0x04;
  static final int AUTHENTICATOR_CONFIG = 0x20;
  static final int ALL =
      MAKE_CREDENTIAL | GET_ASSERTION | CREDENTIAL_MANAGEMENT | AUTHENTICATOR_CONFIG;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] value = new byte[32];
  private final PinProtocol protocol;
  private int permissions;
  private Optional<String> rpId;
  private boolean touched;

  PinToken(PinProtocol protocol, int permissions, Optional<String> rpId, boolean touched) {
    RANDOM.nextBytes(value);
    this.protocol = protocol;
    this.permissions = permissions;
    this.rpId = rpId;
    this.touched = touched;
  }

  byte[] value() {
    return value.clone();
  }

  /** Accepts one command for a relying party, and binds a token without one to it. */
  void authorise(int permission, int version, String forRpId, byte[] message, byte[] param)
      throws CtapErrorException {
    authorise(permission, version, message, param);
    if (!rpId.map(forRpId::equals).orElse(true)) {
      throw new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID);
    }
    rpId = Optional.of(forRpId);
  }

  /** Accepts one command that is for no relying party in particular. */
  void authorise(int permission, int version, byte[] message, byte[] param)
      throws CtapErrorException {
    boolean accepted =
        version == protocol.version()
            && protocol.verify(value, message, param)
            && (permissions & permission) != 0;
    if (!accepted) {
      throw new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID);
    }
  }

  /**
   * Whether it may be used for what is stored of this relying party; a token bound to one may not
   * be used for all (CTAP 2.1 §6.8).
   */
  boolean isFor(Optional<byte[]> rpIdHash) {
    return rpId.map(bound ->
            rpIdHash
                .filter(
                    hash -> Arrays.equals(hash, Sha256.of(bound.getBytes(StandardCharsets.UTF_8))))
                .isPresent())
        .orElse(true);
  }

  /** Whether the touch given with the fingerprint still counts. */
  boolean touched() {
    return touched;
  }

  /** After a touch was used up. */
  void spend() {
    permissions = 0;
    touched = false;
  }
}
