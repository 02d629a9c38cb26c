package dev.countersign.desktop.wiring;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a desk's folder to one running desk: two would complete each other's intents and overwrite
 * each other's kept proof. The operating system lets go of it when the program ends, however that
 * happens.
 */
final class DeskLock implements AutoCloseable {
  private final FileChannel channel;

  private DeskLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock; empty when another desk has it.
   *
   * @throws IOException when the file cannot be used
   */
  static Optional<DeskLock> take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new DeskLock(channel));
      }
    } catch (OverlappingFileLockException ours) {
      channel.close();
      return Optional.empty(); // another desk of this very process
    } catch (IOException unusable) {
      channel.close();
      throw unusable;
    }
    channel.close();
    return Optional.empty();
  }

  /** Closing the channel lets go of its lock; closing twice does nothing. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
