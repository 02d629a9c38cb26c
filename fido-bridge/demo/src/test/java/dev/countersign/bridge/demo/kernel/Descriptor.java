package dev.countersign.bridge.demo.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * An open file of the system, for what {@code java.io} cannot do: wait for it with a deadline. Each
 * way is used by one thread.
 */
final class Descriptor {

  private static final short POLLIN = 1;
  private static final int POLL_FD = 8; // struct pollfd { int fd; short events; short revents; }
  private static final int BIGGEST = 4608; // more than any event of uhid
  private static final int O_RDWR = 2;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final MethodHandle OPEN =
      bind("open", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle POLL =
      bind("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));
  private static final MethodHandle READ =
      bind("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle WRITE =
      bind("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(INT, INT));

  private final int number;
  private final MemorySegment waited = Arena.ofAuto().allocate(POLL_FD, Integer.BYTES);
  private final MemorySegment incoming = Arena.ofAuto().allocate(BIGGEST);
  private final MemorySegment outgoing = Arena.ofAuto().allocate(BIGGEST);

  Descriptor(int number) {
    this.number = number;
    waited.set(INT, 0, number);
    waited.set(ValueLayout.JAVA_SHORT, Integer.BYTES, POLLIN);
  }

  /** Opens a file for reading and writing. */
  static Descriptor open(String file) {
    try (Arena arena = Arena.ofConfined()) {
      int number = (int) Umockdev.call(OPEN, arena.allocateFrom(file), O_RDWR);
      if (number < 0) {
        throw new IllegalStateException("cannot be opened: " + file);
      }
      return new Descriptor(number);
    }
  }

  /**
   * Waits for bytes and reads some of them.
   *
   * @return how many came; 0 when none did in time, or nobody holds the device open
   */
  int read(byte[] into, int offset, int length, int waitMillis) {
    if ((int) Umockdev.call(POLL, waited, 1L, waitMillis) <= 0) {
      return 0;
    }
    long read = (long) Umockdev.call(READ, number, incoming, (long) length);
    if (read <= 0) {
      return 0; // EIO: every program closed it
    }
    MemorySegment.copy(incoming, ValueLayout.JAVA_BYTE, 0, into, offset, (int) read);
    return (int) read;
  }

  void write(byte[] bytes) {
    MemorySegment.copy(bytes, 0, outgoing, ValueLayout.JAVA_BYTE, 0, bytes.length);
    Umockdev.call(WRITE, number, outgoing, (long) bytes.length);
  }

  /** Programs that hold the device get an error from now on, as when it is pulled out. */
  void close() {
    Umockdev.call(CLOSE, number);
  }

  private static MethodHandle bind(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }
}
