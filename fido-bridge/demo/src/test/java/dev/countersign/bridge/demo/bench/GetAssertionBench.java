package dev.countersign.bridge.demo.bench;

import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeyModel;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.bridge.demo.kernel.Libfido2;
import dev.countersign.bridge.demo.kernel.MockedKernel;
import dev.countersign.bridge.fido.KeptOpenKey;
import dev.countersign.bridge.fido.ReportDevice;
import dev.countersign.bridge.fido.hid.KernelDevices;
import dev.countersign.proof.Bytes;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One authenticatorGetAssertion through the bridge (yubikit over hid4java behind our guard) and
 * through libfido2: one process, the same mocked kernel device, opened once for each block, one
 * command on the wire for each assertion. Microseconds, the median of interleaved blocks.
 */
public final class GetAssertionBench {

  private static final String RP_ID = "approvals.example.com";
  private static final double GOAL = 1.1;
  private static final int BLOCKS = 41;
  private static final int WARM_UP_BLOCKS = 60;
  private static final int PER_BLOCK = 24; // the guard ends a conversation of more than 32 messages

  private final MockedKernel kernel = MockedKernel.get();
  private final DemoKeySet set = DemoKeySet.create(Clock.systemUTC());
  private final DemoKey key = set.addKey("blue", DemoKeyModel.standard().withAlwaysUv(false));
  private final byte[] hash = new byte[32];
  private final String node;
  private final Bytes credential;

  private GetAssertionBench() {
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    node = kernel.plug(set, key);
    credential = enrol();
  }

  public static void main(String[] arguments) throws Exception {
    if (!MockedKernel.isPossible()) {
      System.exit(startAgain());
    }
    System.exit(new GetAssertionBench().run() ? 0 : 1);
  }

  /** The preload library must be there before the first line of Java. */
  private static int startAgain() throws Exception {
    if (System.getenv("LD_PRELOAD") != null) {
      System.err.println("This benchmark needs the packages umockdev and fido2-tools.");
      return 5;
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), GetAssertionBench.class.getName()));
    ProcessBuilder again = new ProcessBuilder(command).inheritIO();
    again.environment().putAll(MockedKernel.preload());
    return again.start().waitFor();
  }

  private boolean run() throws Exception {
    double[] bridge = new double[BLOCKS];
    double[] libfido2 = new double[BLOCKS];
    for (int i = -WARM_UP_BLOCKS; i < BLOCKS; i++) {
      double ours = bridgeBlock();
      double theirs = libfido2Block();
      if (i >= 0) {
        bridge[i] = ours;
        libfido2[i] = theirs;
      }
    }
    double value = median(bridge);
    double reference = median(libfido2);
    double ratio = value / reference;
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"get-assertion\",\"value\":%.0f,\"reference\":%.0f,\"ratio\":%.3f,"
            + "\"goal\":%.1f,\"pass\":%b}%n",
        value,
        reference,
        ratio,
        GOAL,
        ratio <= GOAL);
    return ratio <= GOAL;
  }

  private double bridgeBlock() throws Exception {
    ReportDevice device = KernelDevices.list().getFirst();
    try (KeptOpenKey open = new KeptOpenKey(device)) {
      long start = System.nanoTime();
      for (int i = 0; i < PER_BLOCK; i++) {
        if (open.assertion(RP_ID, hash, credential).length == 0) {
          throw new IllegalStateException("no signature");
        }
      }
      return micros(start);
    }
  }

  private double libfido2Block() {
    byte[] id = credential.toArray();
    try (Libfido2 open = new Libfido2(node)) {
      long start = System.nanoTime();
      for (int i = 0; i < PER_BLOCK; i++) {
        open.assertion(RP_ID, hash, id);
      }
      return micros(start);
    }
  }

  private static double micros(long start) {
    return (System.nanoTime() - start) / 1000.0 / PER_BLOCK;
  }

  /** Without credential protection, which would add the same PIN conversation to both sides. */
  private Bytes enrol() {
    try (Libfido2 open = new Libfido2(node)) {
      return open.credential(RP_ID, hash);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
