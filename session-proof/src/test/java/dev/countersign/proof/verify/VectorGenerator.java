package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Writes {@code src/test/resources/vectors}: run its main method with that folder as the argument
 * after a case was added. Everything is deterministic, so that only new cases show as changes.
 */
final class VectorGenerator {
  private final Path folder;

  private VectorGenerator(Path folder) {
    this.folder = folder;
  }

  public static void main(String... arguments) throws IOException {
    VectorGenerator generator = new VectorGenerator(Path.of(arguments[0]));
    Files.createDirectories(generator.folder.resolve("files"));
    for (ExamineCase each : ExamineCases.all()) {
      generator.write(each);
    }
  }

  private void write(ExamineCase each) throws IOException {
    ExamineCase.Built built = each.build();
    String header =
        "about: "
            + each.about()
            + "\nrequirements: "
            + (each.requirements().isEmpty() ? "-" : each.requirements())
            + "\nentry: examine\nexpect: "
            + each.expected()
            + "\nat: "
            + (built.at().isPresent() ? Long.toString(built.at().getAsLong()) : "statement")
            + "\ntrust: "
            + file("trust", Bytes.of(built.trust().bytes()))
            + "\nrequest: "
            + file("request", built.request())
            + "\nproof: "
            + file("proof", built.proof())
            + "\n";
    Files.writeString(folder.resolve(each.name() + ".vector"), header);
  }

  /** Named by content, so that vectors share the files they have in common. */
  private String file(String kind, Bytes content) throws IOException {
    String hash = HexFormat.of().formatHex(Digest.sha256(content.toArray()).toArray());
    String name = "files/" + kind + "-" + hash.substring(0, 12) + ".json";
    Files.write(folder.resolve(name), content.toArray());
    return name;
  }
}
