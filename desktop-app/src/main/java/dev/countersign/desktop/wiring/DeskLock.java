package dev.countersign.desktop.wiring;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a desk's folder to one running desk: two would complete each other's intents and overwrite
 * each other's kept proof. The operating system lets go of it when the program ends, however that
 * happens.
 */
final class DeskLock implements AutoCloseable {
  /**
   * The locks of this very process. Trying one of them by opening its file again would give it up:
   * where locks belong to the process, closing any channel to the file ends them.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Path file;

  private DeskLock(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /**
   * Takes the lock; empty when another desk has it.
   *
   * @throws IOException when the file cannot be used
   */
  static Optional<DeskLock> take(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("").toRealPath();
    Path ours = folder.resolve(String.valueOf(file.getFileName()));
    if (!OURS.add(ours)) {
      return Optional.empty(); // another desk of this very process
    }
    Optional<DeskLock> taken = Optional.empty();
    try {
      taken = locked(file).map(channel -> new DeskLock(channel, ours));
      return taken;
    } finally {
      if (taken.isEmpty()) {
        OURS.remove(ours);
      }
    }
  }

  private static Optional<FileChannel> locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      return locked ? Optional.of(channel) : Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** Closing the channel lets go of its lock; closing twice does nothing. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      OURS.remove(file);
    }
  }
}
