package dev.countersign.desktop.approval;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How far this process may write into any file (RLIMIT_FSIZE), which stands for a full disk: beyond
 * it the kernel refuses. Linux only.
 */
public final class FileSizeLimit {
  public static final long NONE = -1;
  private static final int RLIMIT_FSIZE = 1;

  private FileSizeLimit() {}

  /** Nothing can be written from here on into any file; pipes and sockets have no size. */
  public static void fullDisk() {
    set(0);
  }

  /**
   * @param bytes of each file, or {@link #NONE}
   */
  public static void set(long bytes) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setrlimit =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setrlimit"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(ValueLayout.JAVA_LONG, 2);
      limit.setAtIndex(ValueLayout.JAVA_LONG, 0, bytes);
      limit.setAtIndex(ValueLayout.JAVA_LONG, 1, NONE);
      int failed = (int) setrlimit.invokeExact(RLIMIT_FSIZE, limit);
      if (failed != 0) {
        throw new IllegalStateException("the limit cannot be set");
      }
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Throwable declared) {
      throw new IllegalStateException("setrlimit cannot be called", declared);
    }
  }
}
