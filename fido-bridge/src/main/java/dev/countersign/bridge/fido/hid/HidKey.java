package dev.countersign.bridge.fido.hid;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.fido.ChannelRefusedException;
import dev.countersign.bridge.fido.OpenFailures;
import dev.countersign.bridge.fido.ReportChannel;
import dev.countersign.bridge.fido.ReportDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.hid4java.HidDevice;

/** One HID device as it was listed. */
final class HidKey implements ReportDevice {

  /** hidapi's backend for macOS is there, but nobody has run it with this program. */
  private static final String NOT_YET_TRIED =
      System.getProperty("os.name", "").startsWith("Mac") ? " (macOS: not yet tried)" : "";

  private final HidDevice device;
  private final TokenInfo info;

  HidKey(HidDevice device) {
    this.device = device;
    this.info =
        new TokenInfo(
            new TokenId("hid:" + device.getPath()), name(device), TokenInfo.Kind.FIDO, false);
  }

  @Override
  public TokenInfo info() {
    return info;
  }

  @Override
  public ReportChannel open() throws ChannelRefusedException {
    if (device.open()) {
      return new HidChannel(device);
    }
    throw new ChannelRefusedException(whyRefused());
  }

  /** hidapi says only that it failed; on Linux, where the path is a file, its mode tells more. */
  private TokenFailure whyRefused() {
    Path file = Path.of(device.getPath());
    boolean deviceFile = file.isAbsolute() && file.startsWith("/dev");
    if (deviceFile && !Files.exists(file)) {
      return new TokenFailure.Removed();
    } else if (deviceFile && !(Files.isReadable(file) && Files.isWritable(file))) {
      return OpenFailures.notPermitted();
    }
    return OpenFailures.inUse();
  }

  private static String name(HidDevice device) {
    String product = Objects.requireNonNullElse(device.getProduct(), "").strip();
    return (product.isEmpty() ? "Security key" : product) + NOT_YET_TRIED;
  }
}
