package dev.countersign.proof.fuzz;

import java.util.ArrayList;
import java.util.List;

/** All targets, in a fixed order: a fuzzed input's first byte chooses among them. */
final class FuzzTargets {
  static final List<FuzzTarget> ALL = all();

  private FuzzTargets() {}

  private static List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>();
    all.addAll(WireTargets.all());
    all.addAll(PayloadTargets.all());
    all.addAll(LogTargets.all());
    all.addAll(KeyTargets.all());
    all.addAll(EntryTargets.all());
    return List.copyOf(all);
  }

  static FuzzTarget named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** For Jazzer: one byte that chooses the target, and its input. */
  static FuzzTarget chosenBy(byte first) {
    return ALL.get((first & 0xff) % ALL.size());
  }
}
