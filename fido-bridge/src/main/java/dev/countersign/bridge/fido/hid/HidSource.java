package dev.countersign.bridge.fido.hid;

import dev.countersign.bridge.WatchTrouble;
import dev.countersign.bridge.WatchTrouble.Reason;
import dev.countersign.bridge.fido.ListingFailedException;
import dev.countersign.bridge.fido.ReportChannelSource;
import dev.countersign.bridge.fido.ReportDevice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hid4java.HidDevice;
import org.hid4java.HidException;
import org.hid4java.HidManager;
import org.hid4java.HidServices;
import org.hid4java.HidServicesSpecification;

/**
 * Lists HID devices of the FIDO usage page, whoever made them. hid4java starts no thread of its own
 * here.
 */
final class HidSource implements ReportChannelSource {

  /** FIDO Alliance (HID usage tables); hidapi may sign-extend it, so only 16 bits count. */
  private static final int FIDO_USAGE_PAGE = 0xf1d0;

  private static final Duration INTERVAL = Duration.ofMillis(500);

  private Optional<HidServices> services = Optional.empty();

  @Override
  public List<ReportDevice> devices() throws ListingFailedException {
    try {
      return services().getAttachedHidDevices().stream()
          .filter(HidSource::isFido)
          .<ReportDevice>map(HidKey::new)
          .toList();
    } catch (LinkageError missing) {
      throw libraryMissing(missing);
    } catch (HidException failed) {
      throw failed.getCause() instanceof LinkageError missing
          ? libraryMissing(missing)
          : new ListingFailedException(
              new WatchTrouble(Reason.LISTING_FAILED, "The system's HID devices cannot be listed."),
              failed);
    }
  }

  /** The system is asked at intervals; hidapi has no portable notification. */
  @Override
  public void onChange(Runnable hint) {}

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  /** Open devices stay open: each belongs to its token's thread, which closes it. */
  @Override
  public void close() {
    services.ifPresent(HidServices::stop);
    services = Optional.empty();
  }

  private HidServices services() {
    HidServices open =
        services.orElseGet(() -> {
          HidServicesSpecification quiet = new HidServicesSpecification();
          quiet.setAutoStart(false);
          quiet.setAutoShutdown(false);
          quiet.setAutoDataRead(false);
          return HidManager.getHidServices(quiet);
        });
    services = Optional.of(open);
    return open;
  }

  private static boolean isFido(HidDevice device) {
    return (device.getUsagePage() & 0xffff) == FIDO_USAGE_PAGE;
  }

  private static ListingFailedException libraryMissing(LinkageError missing) {
    return new ListingFailedException(
        new WatchTrouble(
            Reason.SYSTEM_LIBRARY_MISSING,
            "A system library for USB keys cannot be loaded; on Debian and Ubuntu install the package libudev1."),
        missing);
  }
}
