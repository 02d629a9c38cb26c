package dev.countersign.desktop.cli;

import dev.countersign.desktop.cli.InputFile.UnusableException;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.vectors.MalformedVectorException;
import dev.countersign.proof.vectors.Vector;
import dev.countersign.proof.vectors.VectorReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A folder of test vectors in the published format. */
final class VectorFolder {
  /** No trust or state file of a vector is larger. */
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private VectorFolder() {}

  /** One vector and its file's name. */
  record Case(String name, Vector vector) {}

  /** Every vector of the folder, in the order of their names; at least one. */
  static List<Case> read(Path folder) throws UnusableException {
    VectorReader reader = new VectorReader(name -> file(folder, name));
    List<Case> cases = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.vector")) {
      for (Path file : files) {
        cases.add(new Case(String.valueOf(file.getFileName()), vector(reader, file)));
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      throw new UnusableException(folder + " is not a folder that can be read.");
    }
    if (cases.isEmpty()) {
      throw new UnusableException(folder + " holds no vectors.");
    }
    cases.sort(Comparator.comparing(Case::name));
    return cases;
  }

  private static Vector vector(VectorReader reader, Path file) throws UnusableException {
    try {
      return reader.read(Bytes.of(InputFile.read(file, MAX_BYTES)));
    } catch (MalformedVectorException malformed) {
      throw new UnusableException(file + " is not a vector: " + malformed.getMessage() + ".");
    } catch (IOException | InvalidPathException missing) {
      throw new UnusableException(file + " names a file that cannot be read.");
    }
  }

  private static Bytes file(Path folder, String name) throws IOException {
    try {
      return Bytes.of(InputFile.read(folder.resolve(name), MAX_BYTES));
    } catch (UnusableException unusable) {
      throw new IOException(unusable.getMessage(), unusable);
    }
  }
}
