package dev.countersign.bridge.demo.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** libfido2's command line tools, run so that they see the mocked kernel's devices. */
final class Fido2Tools {

  private static final long PATIENCE_SECONDS = 60;

  private final Map<String, String> environment;
  private final Path folder;

  /** How a tool ended. */
  record Ended(int code, String output) {}

  Fido2Tools(MockedKernel kernel, Path folder) {
    this.environment = kernel.environment();
    this.folder = folder;
  }

  static boolean areInstalled() {
    return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
        .anyMatch(each -> Files.isExecutable(Path.of(each, "fido2-token")));
  }

  /**
   * Runs a tool without a terminal, so that it reads PINs from its standard input. It must not lead
   * its session: opening the device, which is a pseudo-terminal, would give it that as terminal.
   *
   * @param pins what it is answered, one line each
   */
  Ended run(List<String> pins, String... command) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of("setsid", "--wait", "sh", "-c", "\"$@\"; exit $?", "sh"));
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectInput(file("pins", pins).toFile());
    Path output = folder.resolve("output");
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("did not end: " + List.of(command) + "\n" + read(output));
    }
    return new Ended(process.exitValue(), read(output));
  }

  /** Writes a file of lines for a tool. */
  Path file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
