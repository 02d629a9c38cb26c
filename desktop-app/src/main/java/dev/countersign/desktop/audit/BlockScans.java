package dev.countersign.desktop.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Goes through the whole blocks of a log on every core, and checks the database pages beside. */
final class BlockScans {
  private static final int MAX_THREADS = 8;

  private final LogSnapshot snapshot;
  private final Genesis genesis;
  private final int height;
  private final long blocks;
  private final Progress progress;
  private final long entries;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong sound = new AtomicLong();
  private final AtomicLong firstBad;

  BlockScans(LogSnapshot snapshot, Genesis genesis, int height, long entries, Progress progress) {
    this.snapshot = snapshot;
    this.genesis = genesis;
    this.height = height;
    this.entries = entries;
    this.blocks = entries >>> height;
    this.progress = progress;
    this.firstBad = new AtomicLong(blocks);
  }

  /**
   * The number of blocks from the start that are sound, one after the other.
   *
   * @param beside work of the caller that may run at the same time, such as reading every page
   */
  long run(Callable<?> beside) throws SQLException, IOException, InterruptedException {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> work = new ArrayList<>();
      work.add(pool.submit(beside));
      for (int i = 0; blocks > 0 && i < threads; i++) {
        work.add(pool.submit(this::scan));
      }
      try {
        for (Future<?> each : work) {
          each.get();
        }
      } catch (InterruptedException | ExecutionException e) {
        pool.shutdownNow();
        throw e;
      }
    } catch (ExecutionException failed) {
      throw unwrapped(Objects.requireNonNull(failed.getCause()));
    }
    return firstBad.get();
  }

  private Void scan() throws SQLException, IOException, InterruptedException {
    try (BlockScan scan = new BlockScan(snapshot.connect(), genesis, height)) {
      for (long block = next.getAndIncrement();
          block < firstBad.get();
          block = next.getAndIncrement()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (scan.isSound(block)) {
          progress.checked(sound.incrementAndGet() << height, entries);
        } else {
          long bad = block;
          firstBad.accumulateAndGet(bad, Math::min);
        }
      }
    }
    return null;
  }

  private static SQLException unwrapped(Throwable cause)
      throws SQLException, IOException, InterruptedException {
    return switch (cause) {
      case SQLException sql -> sql;
      case IOException io -> throw io;
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException fault -> throw fault;
      case Error error -> throw error;
      default -> throw new IllegalStateException("the verification failed unexpectedly", cause);
    };
  }
}
