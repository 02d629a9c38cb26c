package dev.countersign.bridge.demo.kernel;

import java.util.Optional;

/** What stands in for a device's hardware: reports that programs wrote come out, answers go in. */
interface KernelEnd extends AutoCloseable {

  /**
   * The next report that a program wrote, 64 bytes without its report id.
   *
   * @return empty when none came in time
   */
  Optional<byte[]> next(int waitMillis);

  /** Hands a report to the programs that hold the device open. */
  void give(byte[] report);

  /** Programs that hold the device get an error from now on, as when it is pulled out. */
  @Override
  void close();
}
