package dev.countersign.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files that are published inside the jar, beside the class that owns them. */
public final class PackageFile {
  private PackageFile() {}

  /**
   * The whole file.
   *
   * @param name relative to the owner's package
   * @throws IllegalStateException if the jar was built without it
   */
  public static byte[] bytes(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
