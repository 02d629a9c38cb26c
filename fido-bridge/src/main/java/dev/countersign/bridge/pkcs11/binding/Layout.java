package dev.countersign.bridge.pkcs11.binding;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * How a 64-bit system lays out PKCS#11's C types: the width of CK_ULONG, and whether structures
 * have gaps between their members (§2.1 of the specification: on Windows they are packed).
 */
public enum Layout {
  /** Linux and macOS: CK_ULONG is 8 bytes, members stand at their natural alignment. */
  UNIX(Long.BYTES, false),
  /** Windows: CK_ULONG is 4 bytes, structures are packed. Not yet tried on a real system. */
  WINDOWS(Integer.BYTES, true);

  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private final int ulongSize;
  private final boolean packed;

  Layout(int ulongSize, boolean packed) {
    this.ulongSize = ulongSize;
    this.packed = packed;
  }

  /** The one of the system this runs on. */
  public static Layout ofThisSystem() {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? WINDOWS : UNIX;
  }

  /** Bytes of a CK_ULONG. */
  public int ulongSize() {
    return ulongSize;
  }

  /** How a CK_ULONG is passed by value. */
  MemoryLayout ulong() {
    return ulongSize == Long.BYTES ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
  }

  /** A CK_ULONG as an argument in that layout. */
  Object argument(long value) {
    return ulongSize == Long.BYTES ? (Object) value : (Object) (int) value;
  }

  /** A CK_ULONG that a function returned in that layout. */
  long result(Object value) {
    return value instanceof Integer narrow ? narrow & UNSIGNED_INT : (Long) value;
  }

  /** Reads a CK_ULONG; all bits set (CK_UNAVAILABLE_INFORMATION) reads as {@link #unavailable}. */
  long get(MemorySegment memory, long offset) {
    return ulongSize == Long.BYTES
        ? memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset)
        : memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset) & UNSIGNED_INT;
  }

  /** Writes a CK_ULONG. */
  void set(MemorySegment memory, long offset, long value) {
    if (ulongSize == Long.BYTES) {
      memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
    } else {
      memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, (int) value);
    }
  }

  /** CK_UNAVAILABLE_INFORMATION as {@link #get} reads it. */
  long unavailable() {
    return ulongSize == Long.BYTES ? -1L : UNSIGNED_INT;
  }

  /** Where a member of this size and alignment begins, when the one before ended at {@code end}. */
  long place(long end, long alignment) {
    return packed ? end : Math.ceilDiv(end, alignment) * alignment;
  }
}
