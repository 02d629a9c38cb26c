package dev.countersign.bridge;

import java.util.Arrays;

/** Immutable bytes with value equality. Not for secrets. */
public final class Bytes {

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Copies the array. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** A copy. */
  public byte[] toArray() {
    return value.clone();
  }

  /** How many. */
  public int size() {
    return value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Only the length: what is signed is nobody's business in a log. */
  @Override
  public String toString() {
    return value.length + " bytes";
  }
}
