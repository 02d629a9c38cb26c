package dev.countersign.bridge.fido.hid;

import dev.countersign.bridge.fido.ListingFailedException;
import dev.countersign.bridge.fido.ReportDevice;
import java.util.List;

/** Lists the system's FIDO devices once, without a watcher. */
public final class KernelDevices {

  private KernelDevices() {}

  /** Those attached now. */
  public static List<ReportDevice> list() throws ListingFailedException {
    return new HidSource().devices();
  }
}
