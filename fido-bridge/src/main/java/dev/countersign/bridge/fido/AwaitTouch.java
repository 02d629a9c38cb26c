package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.core.fido.CtapException;
import com.yubico.yubikit.fido.ctap.Ctap2Session;
import dev.countersign.bridge.TouchOutcome;
import dev.countersign.bridge.operation.OperationControl;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Waits for a touch and does nothing with it: authenticatorSelection (CTAP 2.1 §6.9), or on older
 * keys a makeCredential that cannot succeed, as CTAP 2.0 §5.1 provides for choosing a key.
 */
final class AwaitTouch implements KeyTask.Conversation<TouchOutcome> {

  private static final int ES256 = -7;
  private static final int ANY_PROTOCOL = 1;

  @Override
  public TouchOutcome hold(GuardedConnection connection, OperationControl control)
      throws IOException, CommandException {
    Ctap2Session session = new Ctap2Session(connection);
    boolean newer = session.getCachedInfo().getVersions().stream().anyMatch(one -> !isOlder(one));
    if (newer) {
      session.selection(null);
      return new TouchOutcome.Touched();
    }
    return probe(session);
  }

  private static boolean isOlder(String version) {
    return List.of("U2F_V2", "FIDO_2_0", "FIDO_2_1_PRE").contains(version);
  }

  /** An empty pinUvAuthParam: refused after the touch, so nothing is made. */
  private static TouchOutcome probe(Ctap2Session session) throws IOException, CommandException {
    try {
      session.makeCredential(
          new byte[32],
          Map.of("id", ".select", "name", ".select"),
          Map.of("id", new byte[] {1}, "name", ".select"),
          List.of(Map.of("type", "public-key", "alg", ES256)),
          null,
          null,
          null,
          new byte[0],
          ANY_PROTOCOL,
          null,
          null);
      return new TouchOutcome.Touched();
    } catch (CtapException refused) {
      return switch (refused.getCtapError()) {
        case CtapException.ERR_PIN_INVALID,
            CtapException.ERR_PIN_AUTH_INVALID,
            CtapException.ERR_PIN_NOT_SET ->
            new TouchOutcome.Touched();
        default -> throw refused;
      };
    }
  }
}
