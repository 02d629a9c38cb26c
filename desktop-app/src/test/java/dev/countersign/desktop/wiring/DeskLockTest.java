package dev.countersign.desktop.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskLockTest {
  @TempDir Path folder;

  @Test
  @DisplayName("a folder has one desk: a second one is refused, and does not end the first's lock")
  void one() throws Exception {
    Path file = folder.resolve("desk.lock");
    try (DeskLock _ = DeskLock.take(file).orElseThrow()) {
      assertThat(DeskLock.take(file)).isEmpty();
      assertThat(DeskLock.take(folder.resolve(".").resolve("desk.lock"))).isEmpty();
      Path locks = Path.of("/proc/locks");
      assumeTrue(Files.isReadable(locks), "the system does not tell its locks");
      String ours =
          ".* WRITE %d .*:%s .*"
              .formatted(ProcessHandle.current().pid(), Files.getAttribute(file, "unix:ino"));
      assertThat(Files.readAllLines(locks)).anyMatch(line -> line.matches(ours));
    }
    DeskLock.take(file).orElseThrow().close();
  }
}
