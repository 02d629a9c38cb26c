package dev.countersign.proof.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Whole verifications of a proof on one core, against the raw signature checks in them by the
 * fastest provider, under JMH. Rounds of one fork each, so that the two sides of a ratio are
 * measured within seconds of each other; the figures are medians over the rounds.
 */
public final class ProofVerifyBench {
  private static final double GOAL = 0.8;
  private static final int ROUNDS = Integer.getInteger("countersign.bench.rounds", 5);

  private final Map<String, List<Double>> rates = new HashMap<>();

  private ProofVerifyBench() {}

  public static void main(String[] arguments) throws RunnerException {
    ProofVerifyBench bench = new ProofVerifyBench();
    for (int i = 0; i < ROUNDS; i++) {
      bench.round("examine|examineRaw|authorize|authorizeRaw");
    }
    bench.round("examineRawSunEc|javaWebAuthnServer");
    boolean pass = bench.ratio("examine", "examineRaw") >= GOAL;
    System.out.println(bench.line(pass));
    System.exit(pass ? 0 : 1);
  }

  private void round(String names) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(ProofVerification.class.getName() + "\\.(" + names + ")$")
            .mode(Mode.Throughput)
            .timeUnit(java.util.concurrent.TimeUnit.SECONDS)
            .threads(1)
            .forks(1)
            .warmupIterations(4)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(600))
            // The collector's work is then done by the measured thread: one core means one core.
            .jvmArgsAppend("-XX:+UseSerialGC", "-Xmx768m")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    for (RunResult result : results) {
      rates
          .computeIfAbsent(result.getPrimaryResult().getLabel(), label -> new ArrayList<>())
          .add(result.getPrimaryResult().getStatistics().getPercentile(50));
    }
  }

  private String line(boolean pass) {
    return String.format(
        Locale.ROOT,
        "{\"name\":\"proof-verify\",\"value\":%.0f,\"reference\":%.0f,\"ratio\":%.3f,"
            + "\"goal\":%.1f,\"pass\":%b,\"sun_ec\":%.0f,\"authorize\":%.0f,"
            + "\"authorize_reference\":%.0f,\"authorize_ratio\":%.3f,"
            + "\"java_webauthn_server_assertions\":%.0f,\"rounds\":%d}",
        rate("examine"),
        rate("examineRaw"),
        ratio("examine", "examineRaw"),
        GOAL,
        pass,
        rate("examineRawSunEc"),
        rate("authorize"),
        rate("authorizeRaw"),
        ratio("authorize", "authorizeRaw"),
        rate("javaWebAuthnServer"),
        ROUNDS);
  }

  private double rate(String name) {
    return median(rates.get(name).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The median of the ratios of each round. */
  private double ratio(String name, String reference) {
    double[] ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      ratios[i] = rates.get(name).get(i) / rates.get(reference).get(i);
    }
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
