package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.fido.ctap.Ctap2Session;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A device that stays open for a few assertions of one credential, as the bridge asks for them. */
public final class KeptOpenKey implements AutoCloseable {

  private final ReportChannel channel;
  private final Ctap2Session session;

  /** Opens the device and begins the one conversation. */
  public KeptOpenKey(ReportDevice device)
      throws ChannelRefusedException, IOException, CommandException {
    channel = device.open();
    OperationControl control = new OperationControl(Duration.ofMinutes(1), any -> {});
    session = new Ctap2Session(new GuardedConnection(channel, control));
  }

  /** One authenticatorGetAssertion, without a PIN. */
  public byte[] assertion(String rpId, byte[] clientDataHash, Bytes credential)
      throws IOException, CommandException {
    return session
        .getAssertions(
            rpId, clientDataHash, Descriptors.of(List.of(credential)), null, null, null, null, null)
        .getFirst()
        .getSignature();
  }

  @Override
  public void close() {
    channel.close();
  }
}
