package dev.countersign.bridge.demo;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.fido.ChannelRefusedException;
import dev.countersign.bridge.fido.ReportChannel;
import dev.countersign.bridge.fido.ReportDevice;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A demo key from being plugged in to being pulled out: the device that the bridge sees. */
final class DemoPlug implements ReportDevice {

  private static final int PROCESSING = 1;
  private static final int TOUCH_NEEDED = 2;

  private final TokenInfo info;
  private final DemoAuthenticator authenticator;
  private final DemoTouchSensor sensor;
  private final Supplier<DemoFault> fault;
  private final Runnable pull;
  private final CtapHidServer server;
  private final CopyOnWriteArrayList<DemoConnection> connections = new CopyOnWriteArrayList<>();
  private volatile boolean pulled;

  /**
   * Plugs it in.
   *
   * @param pull pulls the key out, for the fault that does so by itself
   */
  DemoPlug(
      TokenInfo info,
      DemoAuthenticator authenticator,
      DemoTouchSensor sensor,
      Supplier<DemoFault> fault,
      Runnable pull) {
    this.info = info;
    this.authenticator = authenticator;
    this.sensor = sensor;
    this.fault = fault;
    this.pull = pull;
    this.server =
        new CtapHidServer(
            this::deliver, sensor, fault.get() != DemoFault.U2F_ONLY, this::runCommand);
    authenticator.powerUp();
  }

  @Override
  public TokenInfo info() {
    return info;
  }

  @Override
  public ReportChannel open() throws ChannelRefusedException {
    if (pulled) {
      throw new ChannelRefusedException(new TokenFailure.Removed());
    }
    DemoConnection connection = new DemoConnection(server, () -> !pulled, connections::remove);
    connections.add(connection);
    return connection;
  }

  /** Power is gone: nothing is answered any more, and a running command ends unheard. */
  void pullOut() {
    pulled = true;
    sensor.cancel();
  }

  int cancels() {
    return server.cancels();
  }

  private void deliver(byte[] report) {
    if (!pulled) {
      connections.forEach(connection -> connection.deliver(report));
    }
  }

  private Optional<byte[]> runCommand(byte[] request) {
    if (fault.get() == DemoFault.NEVER_ANSWERS) {
      return Optional.empty();
    }
    byte[] answer = authenticator.run(request, this::requireTouch);
    return pulled ? Optional.empty() : Optional.of(answer);
  }

  private void requireTouch() throws CtapErrorException {
    server.keepAlive(PROCESSING);
    if (fault.get() == DemoFault.PULLED_AT_TOUCH) {
      server.keepAlive(TOUCH_NEEDED);
      pull.run();
    }
    try {
      switch (sensor.await(() -> server.keepAlive(TOUCH_NEEDED))) {
        case TOUCHED -> {}
        case DENIED -> throw new CtapErrorException(CtapErrorException.OPERATION_DENIED);
        case CANCELLED -> throw new CtapErrorException(CtapErrorException.KEEPALIVE_CANCEL);
        case TIMED_OUT -> throw new CtapErrorException(CtapErrorException.USER_ACTION_TIMEOUT);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CtapErrorException(CtapErrorException.KEEPALIVE_CANCEL);
    }
  }
}
