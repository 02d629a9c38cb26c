package dev.countersign.bridge.demo.kernel;

import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.fido.ListingFailedException;
import dev.countersign.bridge.fido.ReportChannelSource;
import dev.countersign.bridge.fido.ReportDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Linux kernel with hidraw devices, behind which software keys answer: programs enumerate them
 * through udev, open {@code /dev/hidrawN}, ask for the report descriptor and exchange reports. One
 * in a process, since umockdev keeps it in the environment.
 */
public final class MockedKernel {

  /** FIDO's usage page 0xF1D0, one 64-byte report in each direction (CTAP 2.1 §11.2.8.1). */
  static final String REPORT_DESCRIPTOR =
      "06D0F10901A1010920150026FF007508954081020921150026FF00750895409102C0";

  private static final int LARGEST_DESCRIPTOR = 4096; // HID_MAX_DESCRIPTOR_SIZE

  private static MockedKernel only;

  private final Umockdev umockdev = new Umockdev();
  private final Map<DemoKey, Plugged> plugged = new LinkedHashMap<>();
  private int nextNumber;

  private record Plugged(String sysPath, String node, ReportPump pump) {}

  /** The one of this process. */
  public static synchronized MockedKernel get() {
    if (only == null) {
      only = new MockedKernel();
    }
    return only;
  }

  /** Whether this process was started for it, with everything it needs installed. */
  public static boolean isPossible() {
    return Umockdev.isPreloaded();
  }

  /** What a process must be started with, so that it can be one that has this kernel. */
  public static Map<String, String> preload() {
    return Map.of("LD_PRELOAD", Umockdev.PRELOAD);
  }

  /** What a child process must have in its environment to see the devices. */
  public Map<String, String> environment() {
    return Map.of("LD_PRELOAD", Umockdev.PRELOAD, "UMOCKDEV_DIR", umockdev.root().toString());
  }

  /**
   * Plugs a key in, under a number that was never used before.
   *
   * @return its device node
   */
  public synchronized String plug(DemoKeySet set, DemoKey key) {
    int number = nextNumber++;
    String node = "/dev/hidraw" + number;
    String usb = "/devices/pci0000:00/0000:00:14.0/usb1/1-" + (number + 1);
    key.plug();
    umockdev.add(description(usb, number, key.name()));
    answerIoctls(node);
    ReportPump pump =
        new ReportPump(new PtyEnd(new Descriptor(umockdev.descriptor(node))), device(set, key));
    pump.start();
    plugged.put(key, new Plugged("/sys" + usb, node, pump));
    return node;
  }

  /** Pulls a key out. Reads of programs that hold it fail from now on. */
  public synchronized void unplug(DemoKey key) {
    Plugged device = plugged.remove(key);
    if (device != null) {
      key.unplug();
      umockdev.remove(device.sysPath(), device.node());
      device.pump().stop();
    }
  }

  public synchronized void unplugAll() {
    List.copyOf(plugged.keySet()).forEach(this::unplug);
  }

  static ReportDevice device(DemoKeySet set, DemoKey key) {
    try (ReportChannelSource source = set.source()) {
      return source.devices().stream()
          .filter(each -> each.info().name().equals(key.name()))
          .findFirst()
          .orElseThrow();
    } catch (ListingFailedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void answerIoctls(String node) {
    String size = "22000000";
    String padding = "00".repeat(LARGEST_DESCRIPTOR - REPORT_DESCRIPTOR.length() / 2);
    String answers =
        "@DEV %s\nHIDIOCGRDESCSIZE 0 %s\nHIDIOCGRDESC 0 %s%s%s\n"
            .formatted(node, size, size, REPORT_DESCRIPTOR, padding);
    try {
      Path file = Files.createTempFile("hidraw", ".ioctl");
      try {
        Files.writeString(file, answers);
        umockdev.answerIoctls(node, file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * The USB device, its interface, the HID device and the hidraw node, as the kernel shows them.
   */
  private static String description(String usb, int number, String name) {
    String hid = usb + "/1-" + (number + 1) + ":1.0/0003:1209:F1D0." + "%04X".formatted(number + 1);
    return """
    P: %1$s
    E: DEVTYPE=usb_device
    E: SUBSYSTEM=usb
    A: idVendor=1209\\n
    A: idProduct=f1d0\\n
    A: manufacturer=Countersign\\n
    A: product=%4$s\\n

    P: %1$s/1-%6$d:1.0
    E: DEVTYPE=usb_interface
    E: SUBSYSTEM=usb
    A: bInterfaceNumber=00\\n

    P: %2$s
    E: SUBSYSTEM=hid
    E: HID_ID=0003:00001209:0000F1D0
    E: HID_NAME=%4$s
    E: HID_UNIQ=
    H: report_descriptor=%5$s

    P: %2$s/hidraw/hidraw%3$d
    N: hidraw%3$d
    E: DEVNAME=/dev/hidraw%3$d
    E: MAJOR=240
    E: MINOR=%3$d
    E: SUBSYSTEM=hidraw
    A: dev=240:%3$d\\n
    L: device=../../../%7$s
    """
        .formatted(
            usb,
            hid,
            number,
            name,
            REPORT_DESCRIPTOR,
            number + 1,
            hid.substring(hid.lastIndexOf('/') + 1));
  }
}
