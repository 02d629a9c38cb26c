package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.core.fido.CtapException;
import com.yubico.yubikit.fido.ctap.ClientPin;
import com.yubico.yubikit.fido.ctap.Ctap2Session;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.PinChangeOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import java.io.IOException;

/** setPIN and changePIN (CTAP 2.1 §6.5.5.5, §6.5.5.6). */
final class PinManagement implements KeyTask.Conversation<PinChangeOutcome> {

  private final PinChange change;

  PinManagement(PinChange change) {
    this.change = change;
  }

  @Override
  public PinChangeOutcome hold(GuardedConnection connection, OperationControl control)
      throws IOException, CommandException {
    Ctap2Session session = new Ctap2Session(connection);
    ClientPin clientPin = new ClientPin(session, new UserVerification(session, control).protocol());
    boolean set = Boolean.TRUE.equals(session.getCachedInfo().getOptions().get("clientPin"));
    int fewest = session.getCachedInfo().getMinPinLength();
    char[] fresh = change.fresh().chars();
    if (!UserVerification.couldBeAPin(fresh)
        || Character.codePointCount(fresh, 0, fresh.length) < fewest) {
      return new PinChangeOutcome.NotAccepted(fewest); // the key would say the same
    }
    control.report(TokenProgress.VERIFYING_PIN);
    try {
      if (!set) {
        return change.current().isPresent() ? new TokenFailure.NoPinSet() : setFirst(clientPin);
      }
      return change.current().isEmpty()
          ? new TokenFailure.PinRequired()
          : replace(clientPin, change.current().get());
    } catch (CtapException refused) {
      return switch (refused.getCtapError()) {
        case CtapException.ERR_PIN_POLICY_VIOLATION -> new PinChangeOutcome.NotAccepted(fewest);
        case CtapException.ERR_PIN_INVALID ->
            new TokenFailure.WrongPin(UserVerification.triesLeft(clientPin));
        default -> throw refused;
      };
    }
  }

  private PinChangeOutcome setFirst(ClientPin clientPin) throws IOException, CommandException {
    clientPin.setPin(change.fresh().chars());
    return new PinChangeOutcome.Changed();
  }

  private PinChangeOutcome replace(ClientPin clientPin, Pin current)
      throws IOException, CommandException {
    if (!UserVerification.couldBeAPin(current.chars())) {
      // Not sent: it would cost one of the tries.
      return new TokenFailure.WrongPin(UserVerification.triesLeft(clientPin));
    }
    clientPin.changePin(current.chars(), change.fresh().chars());
    return new PinChangeOutcome.Changed();
  }
}
