package dev.countersign.bridge.pkcs11.binding;

import java.util.LinkedHashMap;
import java.util.Map;

/** A C structure: where its members are. */
public final class Struct {

  private final Map<String, Long> offsets;
  private final long size;

  private Struct(Map<String, Long> offsets, long size) {
    this.offsets = Map.copyOf(offsets);
    this.size = size;
  }

  static Builder in(Layout layout) {
    return new Builder(layout);
  }

  /** Where a member begins, in bytes. */
  public long offset(String member) {
    Long offset = offsets.get(member);
    if (offset == null) {
      throw new IllegalArgumentException("no member " + member);
    }
    return offset;
  }

  /** The bytes of one, with the gap to the next one in an array. */
  public long size() {
    return size;
  }

  /** Adds members in their order. */
  static final class Builder {
    private final Layout layout;
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private long end;
    private long alignment = 1;

    private Builder(Layout layout) {
      this.layout = layout;
    }

    Builder ulong(String... names) {
      for (String name : names) {
        add(name, layout.ulongSize(), layout.ulongSize());
      }
      return this;
    }

    Builder pointer(String name) {
      return add(name, Long.BYTES, Long.BYTES);
    }

    /** Text of a fixed length, or a CK_VERSION: bytes without alignment. */
    Builder bytes(String name, int length) {
      return add(name, length, 1);
    }

    private Builder add(String name, long length, long align) {
      long offset = layout.place(end, align);
      offsets.put(name, offset);
      end = offset + length;
      alignment = Math.max(alignment, align);
      return this;
    }

    Struct build() {
      return new Struct(offsets, layout.place(end, alignment));
    }
  }
}
