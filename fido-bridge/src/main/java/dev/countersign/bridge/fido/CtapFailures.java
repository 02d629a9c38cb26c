package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.fido.CtapException;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.operation.OperationControl;

/** CTAP status codes (CTAP 2.1 §8.2) as failures. */
final class CtapFailures {

  private CtapFailures() {}

  static TokenFailure of(byte status, OperationControl control) {
    return switch (status) {
      case CtapException.ERR_KEEPALIVE_CANCEL ->
          control.stopped().orElseGet(() -> tokenError(status));
      case CtapException.ERR_USER_ACTION_TIMEOUT,
          CtapException.ERR_ACTION_TIMEOUT,
          CtapException.ERR_TIMEOUT ->
          new TokenFailure.TimedOut();
      case CtapException.ERR_OPERATION_DENIED, CtapException.ERR_NOT_ALLOWED ->
          new TokenFailure.Refused();
      case CtapException.ERR_PIN_AUTH_BLOCKED -> new TokenFailure.PinBlocked();
      case CtapException.ERR_PIN_BLOCKED -> new TokenFailure.PinLocked();
      case CtapException.ERR_PIN_NOT_SET -> new TokenFailure.NoPinSet();
      case CtapException.ERR_PUAT_REQUIRED -> new TokenFailure.PinRequired();
      case CtapException.ERR_PIN_POLICY_VIOLATION ->
          new Unusable(Reason.PIN_CHANGE_NEEDED, "The key wants its PIN changed first.");
      case CtapException.ERR_KEY_STORE_FULL ->
          new Unusable(Reason.NOT_SUPPORTED, "The key has no room for another credential.");
      case CtapException.ERR_UNSUPPORTED_ALGORITHM ->
          new Unusable(Reason.NOT_SUPPORTED, "The key cannot make ES256 credentials.");
      case CtapException.ERR_REQUEST_TOO_LARGE, CtapException.ERR_LIMIT_EXCEEDED ->
          new Unusable(Reason.NOT_SUPPORTED, "The request is too large for the key.");
      // Only a command that verifies its user itself (option "uv") ends so.
      case CtapException.ERR_UV_BLOCKED, CtapException.ERR_UV_INVALID ->
          new TokenFailure.PinRequired();
      case CtapException.ERR_CHANNEL_BUSY -> inUse();
      default -> tokenError(status);
    };
  }

  static TokenFailure inUse() {
    return new Unusable(Reason.IN_USE, "Another program is using the key; try again.");
  }

  private static TokenFailure tokenError(byte status) {
    return new Unusable(
        Reason.TOKEN_ERROR, String.format("The key answered with CTAP error 0x%02x.", status));
  }
}
