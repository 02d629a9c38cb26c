package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.core.fido.CtapException;
import com.yubico.yubikit.fido.ctap.ClientPin;
import com.yubico.yubikit.fido.ctap.Ctap2Session;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import java.io.IOException;

/**
 * Verifies the user by the key's own sensor (CTAP 2.1 §6.5.5.7.3), and falls back to the PIN when
 * that fails: the outcome is then {@link TokenFailure.PinRequired}.
 */
final class FingerVerification {

  /** When the key does not say how often to try before the PIN is asked for. */
  private static final int USUAL_ATTEMPTS = 3;

  private static final int MOST_ATTEMPTS = 5;

  private final Ctap2Session session;
  private final ClientPin clientPin;
  private final OperationControl control;

  FingerVerification(Ctap2Session session, ClientPin clientPin, OperationControl control) {
    this.session = session;
    this.clientPin = clientPin;
    this.control = control;
  }

  byte[] token(int permission, String rpId) throws IOException, CommandException {
    for (int attempt = attempts(); attempt > 0; attempt--) {
      try {
        return clientPin.getUvToken(permission, rpId, null);
      } catch (CtapException refused) {
        if (refused.getCtapError() == CtapException.ERR_UV_BLOCKED) {
          break;
        } else if (refused.getCtapError() != CtapException.ERR_UV_INVALID) {
          throw refused;
        }
        control.report(TokenProgress.FINGER_NOT_RECOGNISED);
      }
    }
    boolean hasPin = Boolean.TRUE.equals(session.getCachedInfo().getOptions().get("clientPin"));
    throw new OperationEndedException(
        hasPin ? new TokenFailure.PinRequired() : new TokenFailure.NoPinSet());
  }

  private int attempts() {
    Integer preferred = session.getCachedInfo().getPreferredPlatformUvAttempts();
    return preferred == null || preferred <= 0
        ? USUAL_ATTEMPTS
        : Math.min(preferred, MOST_ATTEMPTS);
  }
}
