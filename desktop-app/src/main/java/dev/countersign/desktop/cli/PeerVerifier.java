package dev.countersign.desktop.cli;

import dev.countersign.desktop.cli.InputFile.UnusableException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A verifier in another language, run as a process of its own.
 *
 * @param interpreters commands that may run it; the first that is there, and has what the verifier
 *     needs, does
 * @param script its file, below the folder of the verifiers
 * @param needed what a user has to install when none does
 */
record PeerVerifier(String language, List<String> interpreters, String script, String needed) {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** The verifiers that are published with the specification. */
  static List<PeerVerifier> published() {
    return List.of(
        new PeerVerifier(
            "python",
            List.of("python3", "/usr/bin/python3"),
            "python/verify.py",
            "python3 with the package cryptography (Debian: python3-cryptography)"),
        new PeerVerifier(
            "javascript",
            List.of("node"),
            "javascript/verify.mjs",
            "Node.js 18 or later (Debian: nodejs)"));
  }

  /** A sentence for the user; the command exits 5. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String sentence) {
      super(sentence);
    }
  }

  /**
   * The verdict on each vector of the folder, by its file's name; what it complains of is shown.
   */
  Map<String, String> verdicts(Path verifiers, Path vectors, Terminal terminal)
      throws UnusableException, MissingException {
    Path verifier = verifiers.resolve(script);
    if (!Files.isRegularFile(verifier)) {
      throw new UnusableException("There is no verifier " + verifier + ".");
    }
    for (String interpreter : interpreters) {
      Answer answer = run(interpreter, verifier, vectors);
      if (answer.exit() != ExitCode.ENVIRONMENT_MISSING) {
        terminal.err().print(answer.errors());
        terminal.err().flush();
        return verdicts(answer.output());
      }
    }
    throw new MissingException("Missing on this system, please install: " + needed + ".");
  }

  private record Answer(int exit, String output, String errors) {
    static Answer missing() {
      return new Answer(ExitCode.ENVIRONMENT_MISSING, "", "");
    }
  }

  private Answer run(String interpreter, Path verifier, Path vectors) throws UnusableException {
    try {
      Path out = Files.createTempFile("countersign-", ".out");
      Path err = Files.createTempFile("countersign-", ".err");
      try {
        return run(
            List.of(interpreter, verifier.toString(), "--vectors", vectors.toString()), out, err);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException unusable) {
      throw new UnusableException("The verifier's answer cannot be read.");
    }
  }

  private Answer run(List<String> command, Path out, Path err)
      throws IOException, UnusableException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(noInput()))
              .start();
    } catch (IOException notThere) {
      return Answer.missing();
    }
    try {
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        throw new UnusableException(
            "The "
                + language
                + " verifier gave no answer within "
                + DEADLINE.toMinutes()
                + " min.");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnusableException("The " + language + " verifier was interrupted.");
    } finally {
      process.destroyForcibly();
    }
    return new Answer(process.exitValue(), text(out), text(err));
  }

  private static File noInput() {
    return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Lines {@code NAME verdict in words}. */
  private static Map<String, String> verdicts(String output) {
    Map<String, String> verdicts = new LinkedHashMap<>();
    output
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> verdicts.put(parts[0], parts[1]));
    return verdicts;
  }
}
