package dev.countersign.bridge.demo.kernel;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What this process holds at one moment.
 *
 * @param openHandles without sockets: umockdev itself keeps one for each device that it ever had
 * @param threads all of the virtual machine's platform threads
 * @param heap bytes in use after a collection
 * @param resident bytes of memory, native ones included
 * @param at {@link System#nanoTime()}
 */
record Held(long openHandles, int threads, long heap, long resident, long at) {

  private static final long MEBIBYTE = 1 << 20;
  private static final long KIBIBYTE = 1 << 10;

  static Held now() {
    return new Held(
        handles(),
        Thread.getAllStackTraces().size(),
        usedHeap(),
        residentBytes(),
        System.nanoTime());
  }

  /** One line that compares this moment with now. */
  void print(String after) {
    Held now = now();
    System.out.printf(
        "soak: %s in %d s: handles %d -> %d, threads %d -> %d, heap %d -> %d KiB, resident %d -> %d MiB%n",
        after,
        Duration.ofNanos(now.at - at).toSeconds(),
        openHandles,
        now.openHandles,
        threads,
        now.threads,
        heap / KIBIBYTE,
        now.heap / KIBIBYTE,
        resident / MEBIBYTE,
        now.resident / MEBIBYTE);
  }

  static long handles() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : Stream.of(open).filter(Held::isNoSocket).count();
  }

  static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static boolean isNoSocket(String descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor));
      return !target.toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private static long residentBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
          .findFirst()
          .orElseThrow();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
