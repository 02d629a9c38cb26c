package dev.countersign.bridge.demo.kernel;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes a kernel's first file system: a cpio archive in its "newc" form (Linux,
 * Documentation/driver-api/early-userspace/buffer-format.rst), uncompressed.
 */
final class Initramfs implements AutoCloseable {

  private static final int FOLDER = 0040755;
  private static final int PROGRAM = 0100755;
  private static final int ALIGNMENT = 4;

  private final OutputStream out;
  private final Set<String> written = new HashSet<>();
  private long position;
  private int inode;

  Initramfs(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** A file under an absolute name; one that is there already is left alone. */
  void file(String name, byte[] content) throws IOException {
    entry(name.substring(1), PROGRAM, content);
  }

  void file(String name, Path source) throws IOException {
    file(name, Files.readAllBytes(source));
  }

  /** A file under the name that it has here, whatever links lead there. */
  void asHere(Path source) throws IOException {
    file(source.toAbsolutePath().normalize().toString(), source);
  }

  /** All files below a folder. */
  void tree(String name, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path each : files) {
      file(name + "/" + folder.relativize(each), each);
    }
  }

  void folder(String name) throws IOException {
    entry(name.substring(1), FOLDER, new byte[0]);
  }

  @Override
  public void close() throws IOException {
    header("TRAILER!!!", 0, 0);
    out.close();
  }

  private void entry(String name, int mode, byte[] content) throws IOException {
    if (!written.add(name)) {
      return;
    }
    int slash = name.lastIndexOf('/');
    if (slash > 0) {
      entry(name.substring(0, slash), FOLDER, new byte[0]);
    }
    header(name, mode, content.length);
    put(content);
    align();
  }

  private void header(String name, int mode, int size) throws IOException {
    byte[] path = (name + "\0").getBytes(StandardCharsets.UTF_8);
    put(
        "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x"
            .formatted(++inode, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, path.length, 0)
            .getBytes(StandardCharsets.US_ASCII));
    put(path);
    align();
  }

  private void align() throws IOException {
    put(new byte[(int) (-position & (ALIGNMENT - 1))]);
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }
}
