package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for {@link AuditWorkload}, with or without the recording preload library. */
final class Child {
  private static final Path SOURCE = Path.of("src/test/native/record-io.c");

  private Child() {}

  /** Builds the preload library. A machine without a C compiler skips the test. */
  static Path buildPreload(Path folder) throws IOException, InterruptedException {
    Path library = folder.resolve("record-io.so");
    Process compiler;
    try {
      compiler =
          new ProcessBuilder(
                  "gcc",
                  "-shared",
                  "-fPIC",
                  "-O1",
                  "-o",
                  library.toString(),
                  SOURCE.toString(),
                  "-ldl",
                  "-lpthread")
              .redirectErrorStream(true)
              .start();
    } catch (IOException noCompiler) {
      assumeTrue(false, "gcc is not installed");
      throw noCompiler;
    }
    String said = new String(compiler.getInputStream().readAllBytes());
    assertThat(compiler.waitFor()).as(said).isZero();
    return library;
  }

  static Process start(Map<String, String> environment, Path output, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                AuditWorkload.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.redirectOutput(output.toFile()).start();
  }

  /** Runs it to its end, which must be a good one; gives what it printed. */
  static List<String> run(Map<String, String> environment, Path output, String... arguments)
      throws IOException, InterruptedException {
    Process child = start(environment, output, arguments);
    boolean ended = child.waitFor(120, TimeUnit.SECONDS);
    if (!ended) {
      child.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output);
    assertThat(ended).as("ended in time: %s", lines).isTrue();
    assertThat(child.exitValue()).as(String.join(File.separator, lines)).isZero();
    return lines;
  }
}
