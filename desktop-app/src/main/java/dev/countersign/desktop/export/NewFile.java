package dev.countersign.desktop.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is there as a whole or not at all: written beside its place with mode 0600, synced,
 * and renamed. Never replaces a file.
 */
final class NewFile {
  private final Path file;

  NewFile(Path file) {
    this.file = file;
  }

  /** Writes text into a writer that is this file's. */
  @FunctionalInterface
  interface Content {
    void writeTo(BufferedWriter out) throws IOException;
  }

  void write(Content content) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Path unfinished = part;
    boolean done = false;
    try {
      try (FileChannel channel = create(part);
          BufferedWriter out =
              new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      place(part);
      unfinished = file;
      syncFolder();
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  /**
   * Gives the file its name. A link is refused when something came to that name meanwhile, where a
   * move would replace it; not every file system has links.
   */
  private void place(Path part) throws IOException {
    try {
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException meanwhile) {
      throw meanwhile;
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.delete(part);
  }

  private static FileChannel create(Path part) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return part.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? FileChannel.open(
            part,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(part, options);
  }

  private void syncFolder() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
