package dev.countersign.bridge.demo.kernel;

import dev.countersign.bridge.fido.ReportChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A HID device that this process plays to a real kernel through {@code /dev/uhid} (Linux,
 * Documentation/hid/uhid.rst and include/uapi/linux/uhid.h: packed structures, the system's byte
 * order). The device is pulled out when this is closed.
 */
final class UhidEnd implements KernelEnd {

  private static final int DESTROY = 1;
  private static final int OUTPUT = 6;
  private static final int CREATE2 = 11;
  private static final int INPUT2 = 12;

  /** struct uhid_event: the type, and the largest member of its union, which is create2. */
  private static final int EVENT = 4 + 4372;

  private static final int OUTPUT_SIZE_AT = 4 + 4096;
  private static final int NAME = 128;
  private static final int PHYS_AND_UNIQ = 64 + 64;
  private static final short BUS_USB = 3;
  private static final int VENDOR = 0x1209;
  private static final int PRODUCT = 0xf1d0;

  private final Descriptor uhid = Descriptor.open("/dev/uhid");
  private final byte[] event = new byte[EVENT];

  /** Plugs the device in. */
  UhidEnd(String name) {
    byte[] descriptor = HexFormat.of().parseHex(MockedKernel.REPORT_DESCRIPTOR);
    ByteBuffer create = event(CREATE2);
    create.put(Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), NAME));
    create.put(new byte[PHYS_AND_UNIQ]);
    create.putShort((short) descriptor.length).putShort(BUS_USB);
    create.putInt(VENDOR).putInt(PRODUCT).putInt(0).putInt(0);
    create.put(descriptor);
    uhid.write(create.array());
  }

  @Override
  public Optional<byte[]> next(int waitMillis) {
    int read = uhid.read(event, 0, EVENT, waitMillis);
    ByteBuffer in = ByteBuffer.wrap(event).order(ByteOrder.nativeOrder());
    boolean whole =
        read > OUTPUT_SIZE_AT + Short.BYTES
            && in.getInt(0) == OUTPUT
            && in.getShort(OUTPUT_SIZE_AT) == ReportChannel.REPORT_SIZE + 1;
    return whole
        ? Optional.of(Arrays.copyOfRange(event, 5, 5 + ReportChannel.REPORT_SIZE))
        : Optional.empty(); // start, stop, open, close, or nothing
  }

  @Override
  public void give(byte[] report) {
    ByteBuffer input = event(INPUT2).putShort((short) report.length).put(report);
    uhid.write(Arrays.copyOf(input.array(), input.position()));
  }

  @Override
  public void close() {
    uhid.write(Arrays.copyOf(event(DESTROY).array(), Integer.BYTES));
    uhid.close();
  }

  private static ByteBuffer event(int type) {
    return ByteBuffer.allocate(EVENT).order(ByteOrder.nativeOrder()).putInt(type);
  }
}
