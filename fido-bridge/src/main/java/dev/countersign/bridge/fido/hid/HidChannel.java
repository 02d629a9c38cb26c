package dev.countersign.bridge.fido.hid;

import dev.countersign.bridge.fido.ReportChannel;
import java.io.IOException;
import java.time.Duration;
import org.hid4java.HidDevice;

/** An open hidapi device; used by its token's thread alone, as hidapi requires. */
final class HidChannel implements ReportChannel {

  private static final byte NO_REPORT_ID = 0;

  private final HidDevice device;
  private boolean closed;

  HidChannel(HidDevice device) {
    this.device = device;
  }

  @Override
  public void send(byte[] report) throws IOException {
    // Counts the report id too: 65 for a whole report.
    if (device.write(report, REPORT_SIZE, NO_REPORT_ID) != REPORT_SIZE + 1) {
      throw new IOException("the report was not written");
    }
  }

  @Override
  public boolean receive(byte[] report, Duration atMost) throws IOException {
    int read = device.read(report, Math.toIntExact(atMost.toMillis()));
    if (read < 0) {
      throw new IOException("the device cannot be read");
    }
    return read == REPORT_SIZE; // 0 is a time-out; a shorter report is not one of CTAPHID
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.close();
    }
  }
}
