package dev.countersign.bridge.demo;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.fido.ChannelRefusedException;
import dev.countersign.bridge.fido.OpenFailures;
import dev.countersign.bridge.fido.ReportChannel;
import dev.countersign.bridge.fido.ReportDevice;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A demo key from being plugged in to being pulled out: the device that the bridge sees. */
final class DemoPlug implements ReportDevice, CtapHidServer.Commands {

  private static final int PROCESSING = 1;
  private static final int TOUCH_NEEDED = 2;

  private final TokenInfo info;
  private final DemoAuthenticator authenticator;
  private final DemoTouchSensor sensor;
  private final Faults faults;
  private final boolean knowsCbor;
  private final Runnable pull;
  private final CtapHidServer server;
  private final CopyOnWriteArrayList<DemoConnection> connections = new CopyOnWriteArrayList<>();
  private volatile boolean pulled;

  /**
   * Plugs it in.
   *
   * @param faults what goes wrong with it
   * @param pull pulls the key out, for faults that do so by themselves
   */
  DemoPlug(
      TokenInfo info,
      DemoAuthenticator authenticator,
      DemoTouchSensor sensor,
      Faults faults,
      Runnable pull) {
    this.info = info;
    this.authenticator = authenticator;
    this.sensor = sensor;
    this.faults = faults;
    this.pull = pull;
    this.knowsCbor =
        faults.standing() != DemoFault.U2F_ONLY
            && authenticator.model().generation() != DemoKeyModel.Generation.U2F;
    this.server = new CtapHidServer(this::deliver, sensor, this);
    authenticator.powerUp();
  }

  /** What goes wrong with a key: a standing fault, a script, and whether it can be opened. */
  interface Faults {
    DemoFault standing();

    DemoFaultScript script();
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
    switch (faults.standing()) {
      case HELD_ELSEWHERE -> throw new ChannelRefusedException(OpenFailures.inUse());
      case NOT_PERMITTED -> throw new ChannelRefusedException(OpenFailures.notPermitted());
      default -> {}
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

  @Override
  public boolean knowsCbor() {
    return knowsCbor;
  }

  @Override
  public ScriptedFault nextFault() {
    return faults.script().next();
  }

  @Override
  public void pull() {
    pull.run();
  }

  @Override
  public Optional<byte[]> run(byte[] request) {
    if (faults.standing() == DemoFault.NEVER_ANSWERS) {
      return Optional.empty();
    }
    byte[] answer =
        knowsCbor
            ? authenticator.run(request, this::requireTouch)
            : authenticator.runU2f(request, sensor.takeTouch());
    return pulled ? Optional.empty() : Optional.of(answer);
  }

  private void requireTouch() throws CtapErrorException {
    server.keepAlive(PROCESSING);
    if (faults.standing() == DemoFault.PULLED_AT_TOUCH) {
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
