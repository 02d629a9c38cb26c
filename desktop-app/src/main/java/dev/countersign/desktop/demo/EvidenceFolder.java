package dev.countersign.desktop.demo;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
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
          "03-card.png",
          "04-done.png",
          "05-history.png");

  /** Makes the folder, and removes what an earlier run left: evidence of two runs never mixes. */
  static EvidenceFolder prepare(Path path) throws UnusableFolderException {
    try {
      Files.createDirectories(path);
      for (String name : OURS) {
        Files.deleteIfExists(path.resolve(name));
      }
      Files.delete(Files.createTempFile(path, ".countersign-", ".probe"));
      return new EvidenceFolder(path);
    } catch (FileAlreadyExistsException file) {
      throw new UnusableFolderException(path, "it is a file, not a folder");
    } catch (DirectoryNotEmptyException folder) {
      throw new UnusableFolderException(path, folder.getFile() + " is a folder");
    } catch (IOException unwritable) {
      throw new UnusableFolderException(path, "nothing can be written there");
    }
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
