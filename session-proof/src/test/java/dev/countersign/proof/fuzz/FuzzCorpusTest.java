package dev.countersign.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FuzzCorpusTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  @DisplayName("what holds for any bytes holds for each committed input of each parser")
  void holds(String file) throws Exception {
    String target = file.substring(0, file.indexOf('/'));
    FuzzTargets.named(target).run(Files.readAllBytes(folder().resolve(file)));
  }

  @Test
  @DisplayName("the committed seeds are those of the generator, byte for byte")
  void generated() throws Exception {
    Map<String, byte[]> seeds = FuzzCorpus.seeds();
    List<String> committed = files().filter(name -> !name.contains("/found-")).toList();
    assertThat(committed).containsExactlyInAnyOrderElementsOf(seeds.keySet());
    for (String file : committed) {
      assertThat(Files.readAllBytes(folder().resolve(file))).as(file).isEqualTo(seeds.get(file));
    }
  }

  @Test
  @DisplayName("every target has a seed, and every name is used once")
  void complete() throws Exception {
    List<String> names = FuzzTargets.ALL.stream().map(FuzzTarget::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(
            files().map(file -> file.substring(0, file.indexOf('/'))).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  @DisplayName("a property that does not hold is a finding")
  void findings() {
    FuzzTarget target =
        FuzzTarget.of("liar", input -> FuzzTarget.require(input.length == 0, "not empty"));
    target.run(new byte[0]);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> target.run(new byte[1]))
        .isInstanceOf(AssertionError.class)
        .hasMessage("not empty");
  }

  static Stream<String> files() throws Exception {
    Path folder = folder();
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList()
          .stream();
    }
  }

  static Path folder() throws Exception {
    return Path.of(FuzzCorpusTest.class.getResource("/fuzz").toURI());
  }
}
