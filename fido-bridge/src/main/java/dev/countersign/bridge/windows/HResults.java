package dev.countersign.bridge.windows;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.operation.OperationControl;
import java.util.Locale;

/** HRESULTs of Windows' WebAuthn API (winerror.h; webauthn.h at WebAuthNGetErrorName). */
final class HResults {

  static final int OK = 0;

  /** NTE_EXISTS: an excluded credential is on the key. */
  static final int EXISTS = 0x8009000F;

  /** NTE_NOT_FOUND: no key holds a credential that was asked for. */
  static final int NOT_FOUND = 0x80090011;

  private static final int STORAGE_FULL = 0x80090023; // NTE_TOKEN_KEYSET_STORAGE_FULL
  private static final int INVALID_PARAMETER = 0x80090027; // NTE_INVALID_PARAMETER
  private static final int NOT_SUPPORTED = 0x80090029; // NTE_NOT_SUPPORTED
  private static final int DEVICE_NOT_FOUND = 0x80090035; // NTE_DEVICE_NOT_FOUND
  private static final int USER_CANCELLED = 0x80090036; // NTE_USER_CANCELLED
  private static final int ERROR_NOT_SUPPORTED = 0x80070032; // HRESULT_FROM_WIN32(50)
  private static final int ERROR_CANCELLED = 0x800704C7; // HRESULT_FROM_WIN32(1223)
  private static final int ERROR_TIMEOUT = 0x800705B4; // HRESULT_FROM_WIN32(1460)

  private HResults() {}

  /**
   * What an HRESULT other than {@link #OK} means, unless the operation itself gives it a meaning.
   */
  static TokenFailure failure(int result, OperationControl control) {
    return switch (result) {
      // Windows says the same whether the user or this program stopped it.
      case USER_CANCELLED, ERROR_CANCELLED ->
          control.stopped().orElseGet(TokenFailure.Refused::new);
      case ERROR_TIMEOUT -> new TokenFailure.TimedOut();
      case DEVICE_NOT_FOUND -> new TokenFailure.Removed();
      case STORAGE_FULL ->
          new Unusable(Reason.NOT_SUPPORTED, "The key has no room for another credential.");
      case NOT_SUPPORTED, ERROR_NOT_SUPPORTED, INVALID_PARAMETER ->
          new Unusable(
              Reason.NOT_SUPPORTED, "Windows or the key does not support what was asked for.");
      default ->
          new Unusable(
              Reason.TOKEN_ERROR,
              String.format(Locale.ROOT, "Windows answered with error 0x%08X.", result));
    };
  }
}
