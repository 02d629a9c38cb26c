package dev.countersign.proof.fuzz;

import com.sun.management.ThreadMXBean;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A parser and what must hold for any bytes.
 *
 * @param codes the only codes that it may refuse with
 * @param property what must hold when it does not refuse
 */
record FuzzTarget(String name, Set<RefusalCode> codes, Property property) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Far above what any input of this size needs, far below what an attack would want. */
  private static final long MAX_ALLOCATED = 48L * 1024 * 1024;

  private static final long MAX_ALLOCATED_PER_BYTE = 16 * 1024;

  /** Parses, and throws an {@link AssertionError} where something does not hold. */
  @FunctionalInterface
  interface Property {
    void check(byte[] input) throws RefusedException;
  }

  static FuzzTarget of(String name, Property property, RefusalCode... codes) {
    Set<RefusalCode> set = EnumSet.noneOf(RefusalCode.class);
    set.addAll(Arrays.asList(codes));
    return new FuzzTarget(name, set, property);
  }

  /** Runs one input. Anything thrown is a finding. */
  void run(byte[] input) {
    long bound = MAX_ALLOCATED + MAX_ALLOCATED_PER_BYTE * input.length;
    // The first run may load classes, and a fuzzer's instrumentation of them allocates here too.
    if (allocated(input) > bound) {
      long again = allocated(input);
      require(again <= bound, name + " allocated " + again + " bytes for " + input.length);
    }
  }

  private long allocated(byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      property.check(input);
    } catch (RefusedException refused) {
      if (!codes.contains(refused.code())) {
        throw new AssertionError(name + " refused with " + refused.code().wire(), refused);
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  static void same(byte[] one, byte[] other, String what) {
    require(Arrays.equals(one, other), what + ": other bytes than were read");
  }

  static void same(Object one, Object other, String what) {
    require(one.equals(other), what + ": reads otherwise the second time");
  }

  @Override
  public String toString() {
    return name;
  }
}
