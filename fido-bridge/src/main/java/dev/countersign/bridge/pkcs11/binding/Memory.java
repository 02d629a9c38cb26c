package dev.countersign.bridge.pkcs11.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Small helpers over native memory. */
final class Memory {

  private Memory() {}

  static void setPointer(MemorySegment memory, long offset, MemorySegment target) {
    memory.set(ValueLayout.ADDRESS_UNALIGNED, offset, target);
  }

  static MemorySegment copyOf(byte[] bytes, Arena arena) {
    MemorySegment memory = arena.allocate(Math.max(1, bytes.length));
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return memory;
  }
}
