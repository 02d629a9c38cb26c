package dev.countersign.desktop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The vectors and verifiers of the source tree, and changed copies of a vector. */
final class PublishedVectors {
  private static final List<String> INPUTS = List.of("trust: ", "request: ", "proof: ");

  private PublishedVectors() {}

  static String folder() {
    return root().resolve("session-proof/src/test/resources/vectors").toString();
  }

  static String verifiers() {
    return root().resolve("docs/verifiers").toString();
  }

  /** Copies a vector of examine and the files it names, with a text of it replaced. */
  static void copy(String name, Path to, String text, String replacement) throws IOException {
    Path vectors = Path.of(folder());
    String vector = Files.readString(vectors.resolve(name + ".vector"));
    Files.createDirectories(to.resolve("files"));
    for (String line : vector.lines().toList()) {
      for (String input : INPUTS) {
        if (line.startsWith(input)) {
          String file = line.substring(input.length());
          Files.write(to.resolve(file), Files.readAllBytes(vectors.resolve(file)));
        }
      }
    }
    Files.writeString(to.resolve(name + ".vector"), vector.replace(text, replacement));
  }

  /** Tests run in the folder of their module, or in the one above. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("desktop-app") ? here.resolve("..").normalize() : here;
  }
}
