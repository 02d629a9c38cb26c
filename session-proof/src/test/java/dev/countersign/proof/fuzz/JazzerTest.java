package dev.countersign.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jazzer over all targets at once, in a JVM of its own, guided by coverage, from the committed
 * corpus on. Its own driver is used because it needs no JUnit of its time.
 */
@Tag("soak")
class JazzerTest {
  private static final boolean FULL = "full".equals(System.getProperty("countersign.soak"));
  private static final int SECONDS = FULL ? 900 : 45;
  private static final int SEED = Integer.getInteger("countersign.fuzz.seed", 20_261_127);
  private static final Pattern RUNS = Pattern.compile("number_of_executed_units: (\\d+)");
  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");

  @TempDir private Path folder;

  @Test
  @DisplayName("no input that fuzzing finds in a bounded time breaks what must hold of a parser")
  void fuzz() throws Exception {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    for (String file : FuzzCorpusTest.files().toList()) {
      Files.write(corpus.resolve(file.replace('/', '-')), chosen(file));
    }
    Path log = folder.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(corpus))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended;
    try {
      ended = jazzer.waitFor(SECONDS + 240L, TimeUnit.SECONDS);
    } finally {
      jazzer.destroyForcibly();
    }
    String said = Files.readString(log);
    System.out.printf(
        "fuzz: seed=%d seconds=%d targets=%d inputs=%s coverage=%s%n",
        SEED, SECONDS, FuzzTargets.ALL.size(), last(RUNS, said), last(COVERAGE, said));
    assertThat(ended).as("ends by itself").isTrue();
    assertThat(jazzer.exitValue())
        .as("a finding, with its input in base64:\n" + tail(said))
        .isZero();
    assertThat(Long.parseLong(last(RUNS, said))).as(tail(said)).isGreaterThan(1_000);
    assertThat(Long.parseLong(last(COVERAGE, said))).as(tail(said)).isGreaterThan(500);
  }

  private static List<String> command(Path corpus) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + JazzerEntry.class.getName(),
        "--instrumentation_includes=dev.countersign.**",
        // The library's own sanitizers look for other faults than a parser's.
        "--custom_hook_includes=none.**",
        "-seed=" + SEED,
        "-max_total_time=" + SECONDS,
        "-timeout=25",
        "-rss_limit_mb=2048",
        "-max_len=6000",
        "-print_final_stats=1",
        corpus.toString());
  }

  private static byte[] chosen(String file) throws Exception {
    FuzzTarget target = FuzzTargets.named(file.substring(0, file.indexOf('/')));
    byte[] input = Files.readAllBytes(FuzzCorpusTest.folder().resolve(file));
    byte[] whole = new byte[1 + input.length];
    whole[0] = (byte) FuzzTargets.ALL.indexOf(target);
    System.arraycopy(input, 0, whole, 1, input.length);
    return whole;
  }

  private static String last(Pattern pattern, String said) {
    return pattern
        .matcher(said)
        .results()
        .reduce((earlier, later) -> later)
        .map(match -> match.group(1))
        .orElse("0");
  }

  private static String tail(String said) {
    return said.substring(Math.max(0, said.length() - 6_000));
  }
}
