package dev.countersign.bridge.fido;

import java.io.IOException;
import java.time.Duration;

/**
 * An open connection to one FIDO device: 64-byte HID reports without a report id (CTAP 2.1 §11.2).
 * Used by one thread at a time.
 */
public interface ReportChannel extends AutoCloseable {

  /** Bytes in a report. */
  int REPORT_SIZE = 64;

  /**
   * Sends one report.
   *
   * @param report 64 bytes; not kept
   * @throws IOException when the device is gone
   */
  void send(byte[] report) throws IOException;

  /**
   * Waits for one report.
   *
   * @param report where its 64 bytes go
   * @param atMost how long to wait; callers pass a few milliseconds, so that a cancel is noticed
   *     between two calls
   * @return false when nothing came in time
   * @throws IOException when the device is gone
   */
  boolean receive(byte[] report, Duration atMost) throws IOException;

  /** Never throws; a second call does nothing. */
  @Override
  void close();
}
