package dev.countersign.gateway.main;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/**
 * Held while a gateway serves a data directory: access tokens and nonces live in its memory, so two
 * of them would refuse each other's clients. The system releases it when the process ends, however.
 */
record ServeLock(FileChannel channel) implements AutoCloseable {
  /**
   * Takes it, or says who has it.
   *
   * @throws IOException if another gateway serves the directory
   */
  static ServeLock take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    if (!locked(channel)) {
      channel.close();
      throw new IOException("another gateway serves " + file.toAbsolutePath().getParent());
    }
    return new ServeLock(channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
