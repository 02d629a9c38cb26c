package dev.countersign.bridge.pkcs11.binding;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a module's process does to itself before it loads a stranger's code. Through the C library,
 * on Unix; elsewhere nothing is done.
 */
public final class OwnProcess {

  private static final Path DESCRIPTORS = Path.of("/dev/fd");
  private static final Path STANDARD_INPUT = DESCRIPTORS.resolve("0");
  private static final Path STANDARD_OUTPUT = DESCRIPTORS.resolve("1");
  private static final int STANDARD_ERROR = 2;

  /** fcntl(2). */
  private static final int F_SETFD = 2;

  private static final int FD_CLOEXEC = 1;

  /** setrlimit(2): the size of a core file, on Linux and macOS alike. */
  private static final int RLIMIT_CORE = 4;

  /** prctl(2). */
  private static final int PR_SET_DUMPABLE = 4;

  private OwnProcess() {}

  /** Where the desk's frames come from and go to; neither buffers. */
  public record Streams(InputStream in, OutputStream out) {}

  /**
   * Takes standard input and output away from everyone else in this process, and from the programs
   * it starts: what a module prints, or a helper that outlives it, must not stand in for frames.
   */
  public static Streams takeStandardStreams() throws IOException {
    if (!Files.exists(STANDARD_INPUT)) {
      return new Streams(
          new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }
    Streams taken =
        new Streams(
            new FileInputStream(STANDARD_INPUT.toFile()),
            new FileOutputStream(STANDARD_OUTPUT.toFile()));
    // The desk throws standard error away, so that is where the other two lead from now on.
    replaceByStandardError(0);
    replaceByStandardError(1);
    closeOnExec();
    return taken;
  }

  /** A program that the module starts gets nothing of what is open now but standard error. */
  private static void closeOnExec() throws IOException {
    FunctionDescriptor fcntl =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path each : open) {
        int descriptor = Integer.parseInt(each.getFileName().toString());
        if (descriptor > STANDARD_ERROR) {
          require(
              call(
                      "fcntl",
                      fcntl,
                      Linker.Option.firstVariadicArg(2),
                      descriptor,
                      F_SETFD,
                      FD_CLOEXEC)
                  == 0);
        }
      }
    }
  }

  private static void replaceByStandardError(int descriptor) throws IOException {
    FunctionDescriptor dup2 =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    if (call("dup2", dup2, STANDARD_ERROR, descriptor) != descriptor) {
      throw new IOException("the descriptor " + descriptor + " stays as it is");
    }
  }

  /**
   * Keeps this process's memory, in which a PIN may be, out of core files and out of reach of other
   * programs of the same user. A module that calls abort(3) would leave a core file otherwise.
   *
   * @throws IOException when the system refuses
   */
  public static void hideMemory() throws IOException {
    String system = System.getProperty("os.name", "");
    if (system.startsWith("Windows")) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment none = arena.allocate(2L * Long.BYTES, Long.BYTES);
      FunctionDescriptor setrlimit =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
      require(call("setrlimit", setrlimit, RLIMIT_CORE, none) == 0);
    }
    if (system.equals("Linux")) {
      FunctionDescriptor prctl =
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG);
      require(
          call("prctl", prctl, Linker.Option.firstVariadicArg(1), PR_SET_DUMPABLE, 0L, 0L, 0L, 0L)
              == 0);
    }
  }

  private static void require(boolean done) throws IOException {
    if (!done) {
      throw new IOException("this process cannot keep its memory and its pipes to itself");
    }
  }

  private static int call(String name, FunctionDescriptor descriptor, Object... arguments) {
    return call(name, descriptor, new Linker.Option[0], arguments);
  }

  private static int call(
      String name, FunctionDescriptor descriptor, Linker.Option option, Object... arguments) {
    return call(name, descriptor, new Linker.Option[] {option}, arguments);
  }

  private static int call(
      String name, FunctionDescriptor descriptor, Linker.Option[] options, Object[] arguments) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().findOrThrow(name);
    try {
      return (int)
          linker.downcallHandle(address, descriptor, options).invokeWithArguments(arguments);
    } catch (Throwable fault) { // NOPMD: what invokeWithArguments declares
      // A C function throws nothing; only a wrong argument of ours ends here.
      throw new IllegalStateException(fault);
    }
  }
}
