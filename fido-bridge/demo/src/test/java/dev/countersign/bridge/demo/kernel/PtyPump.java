package dev.countersign.bridge.demo.kernel;

import dev.countersign.bridge.fido.ChannelRefusedException;
import dev.countersign.bridge.fido.ReportChannel;
import dev.countersign.bridge.fido.ReportDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Carries reports between the kernel's end of a mocked device and the software key behind it. */
final class PtyPump {

  private static final int WITH_REPORT_ID = ReportChannel.REPORT_SIZE + 1;
  private static final int WAIT_MILLIS = 50;
  private static final long NOBODY_HOLDS_IT_NANOS = 1_000_000;

  private final Descriptor kernel;
  private final ReportChannel key;
  private final List<Thread> threads;
  private volatile boolean stopped;

  PtyPump(Descriptor kernel, ReportDevice device) {
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
    byte[] report = new byte[WITH_REPORT_ID];
    int have = 0;
    while (!stopped) {
      int read = kernel.read(report, have, WITH_REPORT_ID - have, WAIT_MILLIS);
      have += read;
      if (read == 0) {
        LockSupport.parkNanos(NOBODY_HOLDS_IT_NANOS); // a hang-up is answered at once
      } else if (have == WITH_REPORT_ID) {
        have = 0;
        send(Arrays.copyOfRange(report, 1, WITH_REPORT_ID));
      }
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
          kernel.write(report);
        }
      } catch (IOException pulledOut) {
        stopped = true;
      }
    }
  }
}
