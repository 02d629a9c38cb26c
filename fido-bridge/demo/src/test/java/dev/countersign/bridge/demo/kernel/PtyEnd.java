package dev.countersign.bridge.demo.kernel;

import dev.countersign.bridge.fido.ReportChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The master of a pseudo-terminal, which umockdev gives to programs as their hidraw device. */
final class PtyEnd implements KernelEnd {

  private static final int WITH_REPORT_ID = ReportChannel.REPORT_SIZE + 1;
  private static final long NOBODY_HOLDS_IT_NANOS = 1_000_000;

  private final Descriptor master;
  private final byte[] report = new byte[WITH_REPORT_ID];
  private int have;

  PtyEnd(Descriptor master) {
    this.master = master;
  }

  @Override
  public Optional<byte[]> next(int waitMillis) {
    int read = master.read(report, have, WITH_REPORT_ID - have, waitMillis);
    have += read;
    if (read == 0) {
      LockSupport.parkNanos(NOBODY_HOLDS_IT_NANOS); // a hang-up is answered at once
    }
    if (have < WITH_REPORT_ID) {
      return Optional.empty();
    }
    have = 0;
    return Optional.of(Arrays.copyOfRange(report, 1, WITH_REPORT_ID));
  }

  @Override
  public void give(byte[] answer) {
    master.write(answer);
  }

  @Override
  public void close() {
    master.close();
  }
}
