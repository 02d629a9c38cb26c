package dev.countersign.bridge.fido;

import java.time.Duration;
import java.util.List;

/** Lists FIDO devices of one kind: those of the operating system, or a software one. */
public interface ReportChannelSource extends AutoCloseable {

  /**
   * The devices attached now. Called by one thread at a time.
   *
   * @throws ListingFailedException when that cannot be told
   */
  List<ReportDevice> devices() throws ListingFailedException;

  /**
   * Takes something to run when {@link #devices()} may have changed. A hint: listing happens at
   * intervals anyhow.
   */
  void onChange(Runnable hint);

  /** How often to list when no hint comes. */
  Duration interval();

  /** Releases what listing needs. Never throws. */
  @Override
  void close();
}
