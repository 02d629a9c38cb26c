package dev.countersign.bridge.demo.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The few calls of libumockdev that a mocked kernel needs. The library answers through its preload
 * library, which must be in {@code LD_PRELOAD} of every process that is to see the devices.
 */
final class Umockdev {

  /** What the dynamic linker must have loaded first. */
  static final String PRELOAD = "libumockdev-preload.so.0";

  private static final String LIBRARY = "libumockdev.so.0";
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final MemoryLayout UNBOUNDED =
      MemoryLayout.sequenceLayout(Integer.MAX_VALUE, ValueLayout.JAVA_BYTE);
  private static final Linker LINKER = Linker.nativeLinker();

  private final SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
  private final MethodHandle add =
      bind(
          "umockdev_testbed_add_from_string",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, POINTER, POINTER));
  private final MethodHandle ioctl =
      bind(
          "umockdev_testbed_load_ioctl",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, POINTER, POINTER, POINTER));
  private final MethodHandle fd =
      bind(
          "umockdev_testbed_get_dev_fd",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, POINTER));
  private final MethodHandle remove =
      bind("umockdev_testbed_remove_device", FunctionDescriptor.ofVoid(POINTER, POINTER));
  private final MethodHandle root =
      bind(
          "umockdev_testbed_get_root_dir",
          FunctionDescriptor.of(POINTER.withTargetLayout(UNBOUNDED), POINTER));
  private final MemorySegment testbed;

  /** Makes an empty testbed; from now on this process sees only its devices. */
  Umockdev() {
    testbed = (MemorySegment) call(bind("umockdev_testbed_new", FunctionDescriptor.of(POINTER)));
  }

  /** Whether this process was started for it, with everything it needs installed. */
  static boolean isPreloaded() {
    try {
      return Files.readString(Path.of("/proc/self/maps")).contains("libumockdev-preload")
          && isInstalled();
    } catch (IOException notLinux) {
      return false;
    }
  }

  private static boolean isInstalled() {
    try (Arena arena = Arena.ofConfined()) {
      return SymbolLookup.libraryLookup(LIBRARY, arena).find("umockdev_testbed_new").isPresent();
    } catch (IllegalArgumentException notThere) {
      return false;
    }
  }

  /** The folder that other processes must be given as {@code UMOCKDEV_DIR}. */
  Path root() {
    return Path.of(((MemorySegment) call(root, testbed)).getString(0));
  }

  /** Adds devices in the format of umockdev-record. */
  void add(String description) {
    try (Arena arena = Arena.ofConfined()) {
      require(call(add, testbed, arena.allocateFrom(description), MemorySegment.NULL), "add");
    }
  }

  /** Loads what a device answers to ioctl calls. */
  void answerIoctls(String node, Path file) {
    try (Arena arena = Arena.ofConfined()) {
      require(
          call(
              ioctl,
              testbed,
              arena.allocateFrom(node),
              arena.allocateFrom(file.toString()),
              MemorySegment.NULL),
          "load_ioctl");
    }
  }

  /** The kernel's end of a device. */
  int descriptor(String node) {
    try (Arena arena = Arena.ofConfined()) {
      int open = (int) call(fd, testbed, arena.allocateFrom(node));
      if (open < 0) {
        throw new IllegalStateException("no such device: " + node);
      }
      return open;
    }
  }

  /** Takes a device away, with the event that says so. */
  void remove(String sysPath, String node) {
    forgetTerminal(node);
    try (Arena arena = Arena.ofConfined()) {
      call(remove, testbed, arena.allocateFrom(sysPath));
    }
  }

  /** umockdev never forgets a pseudo-terminal, and aborts when the kernel uses its number again. */
  private void forgetTerminal(String node) {
    Path dev = root().resolve("dev");
    try {
      Path terminal = Files.readSymbolicLink(dev.resolve(node.substring("/dev/".length())));
      Files.delete(dev.resolve(".ptymap").resolve(terminal.toString().replace('/', '_')));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private MethodHandle bind(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(library.findOrThrow(name), type);
  }

  private static void require(Object done, String what) {
    if ((int) done == 0) {
      throw new IllegalStateException("umockdev refused: " + what);
    }
  }

  static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable fault) {
      throw new AssertionError("a native call failed", fault);
    }
  }
}
