package dev.countersign.bridge.demo;

import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.fido.ChannelRefusedException;
import dev.countersign.bridge.fido.ListingFailedException;
import dev.countersign.bridge.fido.ReportChannel;
import dev.countersign.bridge.fido.ReportChannelSource;
import dev.countersign.bridge.fido.ReportDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Puts something between the bridge and demo keys that may replace each report a key sends by any
 * number of others.
 *
 * @param onReport gets a report of the key and gives those that the bridge shall see instead
 */
record TamperedSource(ReportChannelSource real, Function<byte[], List<byte[]>> onReport)
    implements ReportChannelSource {

  @Override
  public List<ReportDevice> devices() {
    try {
      return real.devices().stream().<ReportDevice>map(Device::new).toList();
    } catch (ListingFailedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void onChange(Runnable hint) {
    real.onChange(hint);
  }

  @Override
  public Duration interval() {
    return real.interval();
  }

  @Override
  public void close() {
    real.close();
  }

  private final class Device implements ReportDevice {
    private final ReportDevice device;

    Device(ReportDevice device) {
      this.device = device;
    }

    @Override
    public TokenInfo info() {
      return device.info();
    }

    @Override
    public ReportChannel open() throws ChannelRefusedException {
      return new Channel(device.open());
    }
  }

  private final class Channel implements ReportChannel {
    private final ReportChannel channel;
    private final Deque<byte[]> waiting = new ArrayDeque<>();

    Channel(ReportChannel channel) {
      this.channel = channel;
    }

    @Override
    public void send(byte[] report) throws IOException {
      channel.send(report);
    }

    @Override
    public boolean receive(byte[] report, Duration atMost) throws IOException {
      byte[] real = new byte[REPORT_SIZE];
      if (waiting.isEmpty() && channel.receive(real, atMost)) {
        waiting.addAll(onReport.apply(real));
      }
      if (waiting.isEmpty()) {
        return false;
      }
      System.arraycopy(waiting.remove(), 0, report, 0, REPORT_SIZE);
      return true;
    }

    @Override
    public void close() {
      channel.close();
    }
  }
}
