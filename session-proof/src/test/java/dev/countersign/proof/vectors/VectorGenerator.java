package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code src/test/resources/vectors}: run its main method with that folder as the argument
 * after a case changed. Everything is deterministic, so that only what changed shows as a change.
 */
final class VectorGenerator {
  private final Map<String, Bytes> files = new TreeMap<>();

  private VectorGenerator() {}

  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder.resolve("files"));
    Map<String, Bytes> files = files();
    for (Path old : filesOf(folder)) {
      Files.delete(old);
    }
    for (Map.Entry<String, Bytes> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue().toArray());
    }
  }

  /** Every file of a vector in the folder. */
  static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*\\.(vector|json)"))
          .toList();
    }
  }

  /** Every file of every vector, by its name in the folder. */
  static Map<String, Bytes> files() {
    VectorGenerator generator = new VectorGenerator();
    for (VectorCase each : cases()) {
      generator.add(each);
    }
    return generator.files;
  }

  /** Every case, of both entries. */
  static List<VectorCase> cases() {
    return Stream.<VectorCase>concat(ExamineCases.all().stream(), AuthorizeCases.all().stream())
        .toList();
  }

  private void add(VectorCase each) {
    Vector vector = each.vector();
    StringBuilder text = new StringBuilder();
    line(text, "about", vector.about());
    line(text, "requirements", vector.requirements());
    switch (vector.input()) {
      case Vector.Examine examine -> {
        line(text, "entry", "examine");
        line(text, "expect", vector.expect());
        line(
            text,
            "at",
            examine.at().isPresent() ? Long.toString(examine.at().getAsLong()) : "statement");
        line(text, "trust", file("trust", examine.trust()));
        line(text, "request", file("request", examine.request()));
        if (!examine.parents().isEmpty()) {
          line(
              text,
              "parents",
              examine.parents().stream()
                  .map(parent -> file("request", parent))
                  .collect(Collectors.joining(" ")));
        }
        line(text, "proof", file("proof", examine.proof()));
      }
      case Vector.Authorize authorize -> {
        line(text, "entry", "authorize");
        line(text, "expect", vector.expect());
        line(text, "state", file("state", StateWriter.write(authorize.state())));
        line(text, "proof", file("proof", authorize.proof()));
        line(text, "log_evidence", file("log-evidence", authorize.logEvidence()));
      }
    }
    if (files.put(each.name() + ".vector", Bytes.utf8(text.toString())) != null) {
      throw new IllegalStateException("two cases are named " + each.name());
    }
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(": ").append(value).append('\n');
  }

  /** Named by content, so that vectors share the files they have in common. */
  private String file(String kind, Bytes content) {
    String hash = HexFormat.of().formatHex(Digest.sha256(content.toArray()).toArray());
    String name = "files/" + kind + "-" + hash.substring(0, 12) + ".json";
    files.put(name, content);
    return name;
  }
}
