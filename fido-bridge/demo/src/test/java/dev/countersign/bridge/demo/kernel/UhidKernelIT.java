package dev.countersign.bridge.demo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The native path on a real kernel: hid4java and libfido2 against hidraw devices that the kernel of
 * an emulated machine made. Under {@code ./dev test --soak} only, which fetches that kernel.
 */
@Tag("soak")
@Tag("emulated")
class UhidKernelIT {

  private static final String KERNEL = System.getProperty("countersign.kernel", "");
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @Test
  @DisplayName("D3 a real kernel's uhid: listed, enrolled, signed, cancelled, pulled out, put back")
  void realKernel(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(
        !KERNEL.isEmpty() && Files.isDirectory(Path.of(KERNEL)),
        "not run: no kernel to emulate; ./dev test --soak fetches one");
    for (String program : new String[] {"qemu-system-x86_64", "busybox", "fido2-token"}) {
      assumeTrue(EmulatedMachine.hasProgram(program), "not run: " + program + " is missing");
    }
    long start = System.nanoTime();

    String serial = new EmulatedMachine(Path.of(KERNEL), folder).run(UhidGuest.class, DEADLINE);

    System.out.printf(
        "soak: real uhid in an emulated machine: %d s%n",
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
    serial.lines().filter(line -> line.startsWith(UhidGuest.STEP)).forEach(System.out::println);
    assertThat(serial.lines().map(String::strip)).contains(UhidGuest.PASSED);
  }
}
