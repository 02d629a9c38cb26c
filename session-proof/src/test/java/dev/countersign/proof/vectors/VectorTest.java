package dev.countersign.proof.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorTest {
  private static final VectorReader READER = new VectorReader(VectorTest::bytes);

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  @DisplayName("each published vector has the outcome that its header says")
  void vector(String name) throws Exception {
    Vector vector = READER.read(bytes(name));
    assertThat(VectorRun.verdict(vector)).isEqualTo(vector.expect());
  }

  @Test
  @DisplayName("the published vectors are those of the generator, byte for byte, and no others")
  void complete() throws Exception {
    Map<String, Bytes> published = new TreeMap<>();
    for (Path file : VectorGenerator.filesOf(folder())) {
      String name = folder().relativize(file).toString().replace('\\', '/');
      published.put(name, bytes(name));
    }
    Map<String, Bytes> generated = VectorGenerator.files();
    assertThat(published.keySet()).isEqualTo(generated.keySet());
    assertThat(published).isEqualTo(generated);
  }

  @Test
  @DisplayName("there are at least 150 vectors")
  void enough() throws Exception {
    assertThat(vectors()).hasSizeGreaterThanOrEqualTo(150);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "about: x",
        "about x",
        "about: x\nabout: x\n",
        "about: x\nrequirements: -\nentry: decide\nexpect: valid approve\n",
        "about: x\nrequirements: -\nentry: examine\nexpect: valid approve\n",
        "about: x\nrequirements: -\nentry: authorize\nexpect: valid approve\n"
            + "state: files/none\nproof: files/none\nlog_evidence: files/none\n"
      })
  @DisplayName("text that is not a vector is told apart from one that is refused")
  void notAVector(String text) {
    assertThatThrownBy(() -> READER.read(Bytes.utf8(text)))
        .isInstanceOfAny(MalformedVectorException.class, IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"v\":1}", "[]", "{\"v\":1,\"v\":1}"})
  @DisplayName("a state file that is not strict JSON of its form is no vector either")
  void notAState(String text) {
    assertThatThrownBy(() -> StateReader.read(Bytes.utf8(text)))
        .isInstanceOf(MalformedVectorException.class);
  }

  static Stream<String> vectors() throws Exception {
    return VectorGenerator.filesOf(folder()).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(".vector"))
        .sorted();
  }

  private static Bytes bytes(String name) throws IOException {
    return Bytes.of(Files.readAllBytes(folder().resolve(name)));
  }

  private static Path folder() {
    try {
      return Path.of(VectorTest.class.getResource("/vectors").toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
