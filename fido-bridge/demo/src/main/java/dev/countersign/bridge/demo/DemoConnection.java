package dev.countersign.bridge.demo;

import dev.countersign.bridge.fido.ReportChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One open handle on a plugged-in demo key. As with a real one, every handle sees every report. */
final class DemoConnection implements ReportChannel {

  private final BlockingQueue<byte[]> inbox = new LinkedBlockingQueue<>();
  private final CtapHidServer server;
  private final BooleanSupplier plugged;
  private final Consumer<DemoConnection> onClose;

  DemoConnection(CtapHidServer server, BooleanSupplier plugged, Consumer<DemoConnection> onClose) {
    this.server = server;
    this.plugged = plugged;
    this.onClose = onClose;
  }

  void deliver(byte[] report) {
    inbox.add(report.clone());
  }

  @Override
  public void send(byte[] report) throws IOException {
    requirePlugged();
    server.receive(report.clone());
  }

  @Override
  public boolean receive(byte[] report, Duration atMost) throws IOException {
    requirePlugged();
    try {
      byte[] next = inbox.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return false;
      }
      System.arraycopy(next, 0, report, 0, next.length);
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
  }

  private void requirePlugged() throws IOException {
    if (!plugged.getAsBoolean()) {
      throw new IOException("the demo key was pulled out");
    }
  }
}
