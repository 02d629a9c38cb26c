package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.fido.ctap.ClientPin;
import com.yubico.yubikit.fido.ctap.Ctap2Session;
import com.yubico.yubikit.fido.ctap.PinUvAuthProtocolV1;
import dev.countersign.bridge.DescribeOutcome;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.operation.OperationControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/** authenticatorGetInfo (CTAP 2.1 §6.4) and, where a PIN is set, the tries left on it. */
final class Description implements KeyTask.Conversation<DescribeOutcome> {

  private static final int AAGUID = 16;

  @Override
  public DescribeOutcome hold(GuardedConnection connection, OperationControl control)
      throws IOException, CommandException {
    Ctap2Session session = new Ctap2Session(connection);
    Ctap2Session.InfoData info = session.getCachedInfo();
    Map<String, ?> options = info.getOptions();
    boolean pinSet = Boolean.TRUE.equals(options.get("clientPin"));
    // The protocol does not matter for counting tries.
    OptionalInt triesLeft =
        pinSet
            ? UserVerification.triesLeft(new ClientPin(session, new PinUvAuthProtocolV1()))
            : OptionalInt.empty();
    Integer slots = info.getRemainingDiscoverableCredentials();
    return new DescribeOutcome.Described(
        new TokenDetails(
            info.getVersions(),
            uuid(info.getAaguid()),
            new TokenDetails.PinState(
                ClientPin.isSupported(info),
                pinSet,
                info.getForcePinChange(),
                info.getMinPinLength(),
                triesLeft,
                List.copyOf(info.getPinUvAuthProtocols())),
            Boolean.TRUE.equals(options.get("uv")),
            Boolean.TRUE.equals(options.get("alwaysUv")),
            slots == null ? OptionalInt.empty() : OptionalInt.of(slots)));
  }

  private static UUID uuid(byte[] aaguid) throws IOException {
    if (aaguid.length != AAGUID) {
      throw new IOException("an AAGUID has 16 bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(aaguid);
    return new UUID(in.getLong(), in.getLong());
  }
}
