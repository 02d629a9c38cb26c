package dev.countersign.desktop.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder for one demo. It is gone at the end, also when the program is told to stop in
 * the middle (Ctrl-C).
 */
final class DemoFolder implements AutoCloseable {
  private final Path path;
  private final Thread atShutdown;

  private DemoFolder(Path path) {
    this.path = path;
    this.atShutdown = new Thread(this::deleteAtShutdown, "demo-clean-up");
  }

  static DemoFolder create() throws IOException {
    DemoFolder folder = new DemoFolder(Files.createTempDirectory("countersign-demo-"));
    Runtime.getRuntime().addShutdownHook(folder.atShutdown);
    return folder;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException stopping) {
      return; // the hook is deleting it already
    }
    delete();
  }

  private void deleteAtShutdown() {
    try {
      delete();
    } catch (IOException | UncheckedIOException inUse) {
      // The demo's gateway may still be writing; nothing in it is real or secret.
      System.err.println("The demo's folder could not be removed: " + path);
    }
  }

  private void delete() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
