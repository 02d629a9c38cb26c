package dev.countersign.desktop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file named on the command line, up to a size. */
final class InputFile {
  private InputFile() {}

  /** A sentence for the user; the command exits 2. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String sentence) {
      super(sentence);
    }
  }

  static byte[] read(Path file, int maxBytes) throws UnusableException {
    try {
      if (Files.isDirectory(file)) {
        throw new UnusableException(file + " is a folder, not a file.");
      }
      byte[] content;
      try (var in = Files.newInputStream(file)) {
        content = in.readNBytes(maxBytes + 1);
      }
      if (content.length > maxBytes) {
        throw new UnusableException(file + " is larger than " + maxBytes + " bytes.");
      }
      return content;
    } catch (NoSuchFileException missing) {
      throw new UnusableException("There is no file " + file + ".");
    } catch (IOException unreadable) {
      throw new UnusableException(file + " cannot be read.");
    }
  }
}
