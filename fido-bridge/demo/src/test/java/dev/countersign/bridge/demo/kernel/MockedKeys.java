package dev.countersign.bridge.demo.kernel;

import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a command that sees software keys as hidraw devices: {@code MockedKeys COUNT COMMAND…}. They
 * have no PIN and touch themselves. Exits as the command does, 2 for wrong usage, 5 without
 * umockdev.
 */
final class MockedKeys {

  private static final List<String> LABELS = List.of("blue", "red", "green", "white");

  private MockedKeys() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 2 || !arguments[0].matches("[1-4]")) {
      System.err.println("usage: MockedKeys COUNT COMMAND…, with 1 to 4 keys");
      System.exit(2);
    }
    if (!Umockdev.isPreloaded()) {
      System.err.println("libumockdev0 is missing, or its preload library was not loaded.");
      System.exit(5);
    }
    MockedKernel kernel = MockedKernel.get();
    DemoKeySet set = DemoKeySet.create(Clock.systemUTC());
    for (String label : LABELS.subList(0, Integer.parseInt(arguments[0]))) {
      DemoKey key = set.addKey(label);
      key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      kernel.plug(set, key);
    }
    ProcessBuilder command =
        new ProcessBuilder(Arrays.asList(arguments).subList(1, arguments.length)).inheritIO();
    command.environment().putAll(kernel.environment());
    System.exit(command.start().waitFor());
  }
}
