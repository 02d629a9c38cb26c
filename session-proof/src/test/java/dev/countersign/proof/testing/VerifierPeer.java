package dev.countersign.proof.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A verifier of {@code docs/verifiers} as a process that judges many cases. Where its interpreter
 * is missing, tests are visibly skipped at home and fail where the build is judged ({@code
 * CI=true}).
 *
 * @param interpreters the first that is there, and has what the verifier needs, runs it
 * @param script below {@code docs/verifiers}
 */
public record VerifierPeer(String language, List<String> interpreters, String script) {
  public static final VerifierPeer PYTHON =
      new VerifierPeer("python", List.of("python3", "/usr/bin/python3"), "python/verify.py");
  public static final VerifierPeer JAVASCRIPT =
      new VerifierPeer("javascript", List.of("node"), "javascript/verify.mjs");

  private static final long DEADLINE_MINUTES = 60;
  private static final int MISSING = 5;

  /** Its answer to each case, a line of JSON each; see {@code verify.py --batch}. */
  public List<String> answers(List<String> cases, Path work) throws Exception {
    Path input = Files.write(work.resolve(language + ".cases"), cases);
    for (String interpreter : interpreters) {
      Path out = work.resolve(language + ".answers");
      Path errors = work.resolve(language + ".errors");
      int exit = run(interpreter, input, out, errors);
      if (exit != MISSING) {
        assertThat(exit).as(language + ": " + Files.readString(errors)).isZero();
        return Files.readAllLines(out);
      }
    }
    String missing = "no interpreter for the verifier in " + language;
    if ("true".equals(System.getenv("CI"))) {
      fail(missing);
    }
    return abort(missing);
  }

  private int run(String interpreter, Path input, Path out, Path errors) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(interpreter, verifier().toString(), "--batch")
              .redirectInput(input.toFile())
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile())
              .start();
    } catch (IOException notThere) {
      return MISSING;
    }
    if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      fail(language + " gave no answer in time");
    }
    return process.exitValue();
  }

  private Path verifier() {
    Path here = Path.of("").toAbsolutePath();
    Path root = here.endsWith("session-proof") ? here.resolveSibling("docs") : here.resolve("docs");
    return root.resolve("verifiers").resolve(script);
  }
}
