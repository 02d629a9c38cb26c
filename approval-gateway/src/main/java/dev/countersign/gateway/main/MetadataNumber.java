package dev.countersign.gateway.main;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Remembers the highest number of a FIDO metadata BLOB that was in force (FIDO Metadata Service
 * §3.1.6, "no"), so that an older one, in which a model is not yet reported, cannot come back.
 *
 * @param file one decimal number
 */
record MetadataNumber(Path file) {

  /**
   * Takes a number that is not lower than any before, and remembers it durably.
   *
   * @throws IOException if it is lower, or what is remembered cannot be read or written
   */
  void requireNotOlder(long number) throws IOException {
    long highest = highest();
    if (number < highest) {
      throw new IOException(
          "the FIDO metadata has number "
              + number
              + ", and number "
              + highest
              + " was in force before: put the newer file back");
    } else if (number > highest) {
      remember(number);
    }
  }

  private long highest() throws IOException {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException first) {
      return Long.MIN_VALUE;
    } catch (NumberFormatException damaged) {
      throw new IOException(file + " does not hold the number of the FIDO metadata", damaged);
    }
  }

  private void remember(long number) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer text = ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        out.write(text);
      }
      out.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
