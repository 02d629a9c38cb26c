package dev.countersign.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The command vectors run, with this verifier alone")
class VectorsRunCommandTest {
  private static final PeerVerifier NOBODY =
      new PeerVerifier("python", List.of("no-such-python"), "python/verify.py", "a python3");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("says that every published vector agrees, and exits 0")
  void agrees() throws IOException {
    assertThat(run("--language", "java", "--vectors", PublishedVectors.folder())).isZero();
    assertThat(out.toString())
        .matches("java vectors=(\\d+) agreed=\\1 disagreed=0\\R")
        .hasLineCount(1);
    assertThat(Integer.parseInt(out.toString().replaceAll("\\D+(\\d+) .*\\R", "$1")))
        .isGreaterThanOrEqualTo(150);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  @DisplayName("names a vector that expects another code, what it expects and what came; exits 1")
  void disagrees() throws IOException {
    PublishedVectors.copy("expired", folder, "refused expired", "refused not_yet_valid");
    assertThat(run("--language", "java", "--vectors", folder.toString())).isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .containsExactly(
            "java vectors=1 agreed=0 disagreed=1",
            "  expired.vector: expected refused not_yet_valid, got refused expired");
  }

  @Test
  @DisplayName("names a vector that expects a proof to be valid which is not; exits 1")
  void disagreesOnTheVerdict() throws IOException {
    PublishedVectors.copy("expired", folder, "refused expired", "valid approve");
    PublishedVectors.copy("approve", folder, "", "");
    assertThat(run("--json", "--language", "java", "--vectors", folder.toString()))
        .isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .isEqualTo(
            "{\"language\":\"java\",\"vectors\":2,\"agreed\":1,\"disagreed\":1,\"disagreements\":"
                + "[{\"vector\":\"expired.vector\",\"expected\":\"valid approve\","
                + "\"got\":\"refused expired\"}]}"
                + System.lineSeparator());
  }

  @Test
  @DisplayName("cannot use a folder without vectors, one that is not there, or a broken vector")
  void unusable() throws IOException {
    unusable("holds no vectors", "--vectors", folder.toString());
    unusable("not a folder", "--vectors", folder.resolve("none").toString());
    Files.writeString(folder.resolve("x.vector"), "entry: examine\n");
    unusable("is not a vector", "--vectors", folder.toString());
    Files.delete(folder.resolve("x.vector"));
    PublishedVectors.copy("expired", folder, "proof: files/", "proof: nowhere/");
    unusable("names a file that cannot be read", "--vectors", folder.toString());
    unusable("--language takes one of", "--language", "cobol", "--vectors", folder.toString());
    unusable("Outside of the source tree");
  }

  @Test
  @DisplayName("says in one sentence what to install where an interpreter is missing; exits 5")
  void missing() throws IOException {
    PublishedVectors.copy("expired", folder, "", "");
    Path scripts = Files.createDirectories(folder.resolve("verifiers/python"));
    Files.writeString(scripts.resolve("verify.py"), "");
    int exit =
        run(
            "--language", "python",
            "--vectors", folder.toString(),
            "--verifiers", folder.resolve("verifiers").toString());
    assertThat(exit).isEqualTo(ExitCode.ENVIRONMENT_MISSING);
    assertThat(err.toString())
        .isEqualTo("Missing on this system, please install: a python3." + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  @Test
  @DisplayName("cannot use a folder that holds no verifiers")
  void noVerifiers() throws IOException {
    PublishedVectors.copy("expired", folder, "", "");
    unusable(
        "There is no verifier",
        "--language",
        "python",
        "--vectors",
        folder.toString(),
        "--verifiers",
        folder.toString());
  }

  private void unusable(String sentence, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains(sentence);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return new CommandLine(new VectorsRunCommand(List.of(NOBODY)))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
