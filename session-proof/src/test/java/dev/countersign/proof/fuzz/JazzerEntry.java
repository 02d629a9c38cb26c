package dev.countersign.proof.fuzz;

import java.util.Arrays;

/** What Jazzer calls: the first byte of an input chooses its target. */
public final class JazzerEntry {
  private JazzerEntry() {}

  /** Loads what the targets need, so that no input is blamed for the time that takes. */
  public static void fuzzerInitialize() {
    FuzzCorpus.seeds()
        .forEach((file, seed) -> FuzzTargets.named(file.substring(0, file.indexOf('/'))).run(seed));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      FuzzTarget target = FuzzTargets.chosenBy(input[0]);
      byte[] rest = Arrays.copyOfRange(input, 1, input.length);
      try {
        target.run(rest);
      } catch (AssertionError | RuntimeException finding) {
        throw new AssertionError("finding in target " + target.name(), finding);
      }
    }
  }
}
