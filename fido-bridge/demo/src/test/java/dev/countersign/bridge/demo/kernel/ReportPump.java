package dev.countersign.bridge.demo.kernel;

import dev.countersign.bridge.fido.ChannelRefusedException;
import dev.countersign.bridge.fido.ReportChannel;
import dev.countersign.bridge.fido.ReportDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Carries reports between the kernel's end of a device and the software key behind it. */
final class ReportPump {

  private static final int WAIT_MILLIS = 50;

  private final KernelEnd kernel;
  private final ReportChannel key;
  private final List<Thread> threads;
  private volatile boolean stopped;

  ReportPump(KernelEnd kernel, ReportDevice device) {
    this.kernel = kernel;
    try {
      this.key = device.open();
    } catch (ChannelRefusedException impossible) {
      throw new AssertionError(impossible);
    }
    threads =
        List.of(
            Thread.ofPlatform().daemon().name("pump-to-key").unstarted(this::toKey),
            Thread.ofPlatform().daemon().name("pump-from-key").unstarted(this::fromKey));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Ends both ways and waits for it; only then is the descriptor's number free for others. */
  void stop() {
    stopped = true;
    key.close();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    kernel.close();
  }

  private void toKey() {
    while (!stopped) {
      kernel.next(WAIT_MILLIS).ifPresent(this::send);
    }
  }

  private void send(byte[] report) {
    try {
      key.send(report);
    } catch (IOException pulledOut) {
      stopped = true;
    }
  }

  private void fromKey() {
    byte[] report = new byte[ReportChannel.REPORT_SIZE];
    while (!stopped) {
      try {
        if (key.receive(report, Duration.ofMillis(WAIT_MILLIS))) {
          kernel.give(report);
        }
      } catch (IOException pulledOut) {
        stopped = true;
      }
    }
  }
}
