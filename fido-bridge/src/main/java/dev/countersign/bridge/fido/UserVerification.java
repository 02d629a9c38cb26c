package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.core.fido.CtapException;
import com.yubico.yubikit.fido.ctap.ClientPin;
import com.yubico.yubikit.fido.ctap.Ctap2Session;
import com.yubico.yubikit.fido.ctap.PinUvAuthProtocol;
import com.yubico.yubikit.fido.ctap.PinUvAuthProtocolV1;
import com.yubico.yubikit.fido.ctap.PinUvAuthProtocolV2;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Verifies the user by PIN (CTAP 2.1 §6.5) and authenticates one command with it. */
final class UserVerification {

  /**
   * A PIN outside these lengths cannot be the token's (CTAP 2.1 §6.5.1); in code points and UTF-8
   * bytes.
   */
  private static final int SHORTEST_PIN = 4;

  private static final int LONGEST_PIN = 63;

  private final Ctap2Session session;
  private final OperationControl control;

  UserVerification(Ctap2Session session, OperationControl control) {
    this.session = session;
    this.control = control;
  }

  /**
   * The proof for one command.
   *
   * @param protocol the PIN protocol used; null when the command itself asks for verification
   * @param param pinUvAuthParam; null in the same case
   */
  // Short-lived and never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Authorisation(@Nullable Integer protocol, byte @Nullable [] param) {

    /** By the option "uv" of the command, which CTAP 2.0 keys with a sensor take. */
    boolean byOption() {
      return param == null;
    }
  }

  Authorisation authorise(Optional<Pin> pin, int permission, String rpId, byte[] clientDataHash)
      throws IOException, CommandException {
    boolean byFinger = pin.isEmpty() && says("uv");
    if (byFinger && !says("pinUvAuthToken")) {
      return new Authorisation(null, null);
    }
    PinUvAuthProtocol protocol = protocol();
    ClientPin clientPin = new ClientPin(session, protocol);
    byte[] token =
        byFinger
            ? new FingerVerification(session, clientPin, control).token(permission, rpId)
            : tokenByPin(clientPin, pin, permission, rpId);
    try {
      return new Authorisation(protocol.getVersion(), protocol.authenticate(token, clientDataHash));
    } finally {
      Arrays.fill(token, (byte) 0);
    }
  }

  private byte[] tokenByPin(ClientPin clientPin, Optional<Pin> pin, int permission, String rpId)
      throws IOException, CommandException {
    requirePinSet();
    char[] chars = pin.orElseThrow(() -> ended(new TokenFailure.PinRequired())).chars();
    control.report(TokenProgress.VERIFYING_PIN);
    return pinToken(clientPin, chars, permission, rpId);
  }

  private boolean says(String option) {
    return Boolean.TRUE.equals(session.getCachedInfo().getOptions().get(option));
  }

  PinUvAuthProtocol protocol() throws OperationEndedException {
    List<Integer> offered = session.getCachedInfo().getPinUvAuthProtocols();
    if (!ClientPin.isSupported(session.getCachedInfo())) {
      throw ended(new Unusable(Reason.NO_PIN_FUNCTION, "This key cannot have a PIN."));
    } else if (offered.contains(2)) {
      return new PinUvAuthProtocolV2();
    } else if (offered.contains(1)) {
      return new PinUvAuthProtocolV1();
    }
    throw ended(new Unusable(Reason.NO_PIN_FUNCTION, "This key's PIN protocol is not known here."));
  }

  private void requirePinSet() throws OperationEndedException {
    if (!says("clientPin")) {
      throw ended(new TokenFailure.NoPinSet());
    }
    if (session.getCachedInfo().getForcePinChange()) {
      throw ended(new Unusable(Reason.PIN_CHANGE_NEEDED, "The key wants its PIN changed first."));
    }
  }

  private byte[] pinToken(ClientPin clientPin, char[] pin, int permission, String rpId)
      throws IOException, CommandException {
    if (!couldBeAPin(pin)) {
      // Not sent: it would cost one of the tries, and yubikit refuses it anyhow.
      throw ended(new TokenFailure.WrongPin(triesLeft(clientPin)));
    }
    try {
      return clientPin.getPinToken(pin, permission, rpId);
    } catch (CtapException refused) {
      if (refused.getCtapError() == CtapException.ERR_PIN_INVALID) {
        throw ended(new TokenFailure.WrongPin(triesLeft(clientPin)));
      }
      throw refused;
    }
  }

  static OptionalInt triesLeft(ClientPin clientPin) throws IOException, CommandException {
    try {
      return OptionalInt.of(clientPin.getPinRetries().getCount());
    } catch (CtapException unknown) {
      return OptionalInt.empty(); // the PIN is wrong all the same
    }
  }

  static boolean couldBeAPin(char[] pin) {
    int codePoints = Character.codePointCount(pin, 0, pin.length);
    int utf8 = 0;
    for (char c : pin) {
      utf8 += c < 0x80 ? 1 : Character.isSurrogate(c) || c < 0x800 ? 2 : 3;
    }
    return codePoints >= SHORTEST_PIN && utf8 <= LONGEST_PIN;
  }

  private static OperationEndedException ended(TokenFailure failure) {
    return new OperationEndedException(failure);
  }
}
