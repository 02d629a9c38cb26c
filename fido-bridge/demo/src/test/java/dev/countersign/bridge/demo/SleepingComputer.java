package dev.countersign.bridge.demo;

import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.fido.ChannelRefusedException;
import dev.countersign.bridge.fido.ListingFailedException;
import dev.countersign.bridge.fido.ReportChannel;
import dev.countersign.bridge.fido.ReportChannelSource;
import dev.countersign.bridge.fido.ReportDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One demo key on a computer that can be suspended: the key loses its power, what was open is dead
 * after the computer woke up, and the key is there again under the path that the system then gives
 * it.
 */
final class SleepingComputer implements ReportChannelSource {

  private final ReportChannelSource keys;
  private final List<Runnable> hints = new CopyOnWriteArrayList<>();
  private volatile int sleeps;
  private volatile String path = "/dev/hidraw0";

  SleepingComputer(ReportChannelSource keys) {
    this.keys = keys;
  }

  /** Sleeps and wakes up before anybody could list the devices. */
  synchronized void sleepAndWake(DemoKey key, String pathAfterwards) {
    sleeps++;
    path = pathAfterwards;
    key.unplug();
    key.plug();
    hints.forEach(Runnable::run);
  }

  @Override
  public synchronized List<ReportDevice> devices() throws ListingFailedException {
    String now = path;
    return keys.devices().stream().<ReportDevice>map(key -> new Device(key.info(), now)).toList();
  }

  @Override
  public void onChange(Runnable hint) {
    hints.add(hint);
  }

  @Override
  public Duration interval() {
    return keys.interval();
  }

  @Override
  public void close() {
    keys.close();
  }

  /** The key under one path, whatever happened to it since it was listed. */
  private final class Device implements ReportDevice {
    private final String name;
    private final String listedAs;

    Device(TokenInfo key, String listedAs) {
      this.name = key.name();
      this.listedAs = listedAs;
    }

    @Override
    public TokenInfo info() {
      return new TokenInfo(new TokenId("hid:" + listedAs), name, TokenInfo.Kind.FIDO, true);
    }

    @Override
    public ReportChannel open() throws ChannelRefusedException {
      try {
        return new Channel(keys.devices().getFirst().open());
      } catch (ListingFailedException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  private final class Channel implements ReportChannel {
    private final ReportChannel channel;
    private final int openedAfter = sleeps;

    Channel(ReportChannel channel) {
      this.channel = channel;
    }

    @Override
    public void send(byte[] report) throws IOException {
      requireAwake();
      channel.send(report);
    }

    @Override
    public boolean receive(byte[] report, Duration atMost) throws IOException {
      requireAwake();
      return channel.receive(report, atMost);
    }

    private void requireAwake() throws IOException {
      if (sleeps != openedAfter) {
        throw new IOException("the device was reset");
      }
    }

    @Override
    public void close() {
      channel.close();
    }
  }
}
