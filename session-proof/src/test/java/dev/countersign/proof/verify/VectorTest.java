package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorTest {
  private static final List<String> KEYS =
      List.of("about", "requirements", "entry", "expect", "at", "trust", "request", "proof");

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  @DisplayName("each published vector has the outcome that its header says")
  void vector(String name) throws Exception {
    Map<String, String> header = header(folder().resolve(name));
    assertThat(header.keySet()).containsExactlyElementsOf(KEYS);
    assertThat(header).containsEntry("entry", "examine");
    TrustFile trust = TrustFile.parse(bytes(header, "trust"));
    assertThat(trust.bytes()).isEqualTo(bytes(header, "trust"));
    String at = header.get("at");
    Examination examination =
        Verifier.examine(
            trust,
            bytes(header, "request"),
            bytes(header, "proof"),
            at.equals("statement") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(at)));
    assertThat(ExamineCase.outcome(examination)).isEqualTo(header.get("expect"));
  }

  @Test
  @DisplayName("the published vectors are those of the generator, byte for byte")
  void complete() throws Exception {
    assertThat(vectors())
        .containsExactlyInAnyOrderElementsOf(
            ExamineCases.all().stream().map(each -> each.name() + ".vector").toList());
    for (ExamineCase each : ExamineCases.all()) {
      Map<String, String> header = header(folder().resolve(each.name() + ".vector"));
      ExamineCase.Built built = each.build();
      assertThat(bytes(header, "request")).isEqualTo(built.request().toArray());
      assertThat(bytes(header, "proof")).isEqualTo(built.proof().toArray());
      assertThat(bytes(header, "trust")).isEqualTo(built.trust().bytes());
      assertThat(header).containsEntry("expect", each.expected());
    }
  }

  static Stream<String> vectors() throws Exception {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".vector"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Map<String, String> header(Path file) throws IOException {
    Map<String, String> header = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      int colon = line.indexOf(": ");
      header.put(line.substring(0, colon), line.substring(colon + 2));
    }
    return header;
  }

  private static byte[] bytes(Map<String, String> header, String key) throws Exception {
    return Files.readAllBytes(folder().resolve(String.valueOf(header.get(key))));
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(VectorTest.class.getResource("/vectors").toURI());
  }
}
