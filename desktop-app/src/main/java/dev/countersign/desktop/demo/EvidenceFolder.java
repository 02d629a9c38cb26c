package dev.countersign.desktop.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the headless demo leaves what it did; other files in it are left alone. */
record EvidenceFolder(Path path) {
  private static final List<String> OURS =
      List.of(
          "request.dsse.json",
          "proof.json",
          "receipt.json",
          "trust.json",
          "audit.db",
          "checkpoint.txt",
          "01-inbox.png",
          "02-review.png",
          "03-touch.png",
          "04-done.png",
          "05-history.png");

  /** Makes the folder, and removes what an earlier run left: evidence of two runs never mixes. */
  static EvidenceFolder prepare(Path path) throws IOException {
    Files.createDirectories(path);
    for (String name : OURS) {
      Files.deleteIfExists(path.resolve(name));
    }
    return new EvidenceFolder(path);
  }

  Path file(String name) {
    if (!OURS.contains(name)) {
      throw new IllegalArgumentException("not a file of the evidence: " + name);
    }
    return path.resolve(name);
  }

  void write(String name, byte[] content) throws IOException {
    Files.write(file(name), content);
  }
}
