package dev.countersign.bridge.pkcs11.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** An attribute to look for, and the numbers of those that are read (§4.2 of the specification). */
public sealed interface Attribute {

  long LABEL = 0x3;
  long VALUE = 0x11;
  long ID = 0x102;
  long SIGN = 0x108;
  long ALWAYS_AUTHENTICATE = 0x202;

  /** An attribute that is a CK_ULONG. */
  record Ulong(long type, long value) implements Attribute {}

  /** An attribute of bytes. */
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record Octets(long type, byte[] value) implements Attribute {}

  /** CKO_CERTIFICATE with CKC_X_509. */
  static List<Attribute> certificates() {
    return List.of(new Ulong(0x0, 0x1), new Ulong(0x80, 0x0));
  }

  /** CKO_PRIVATE_KEY with this CKA_ID. */
  static List<Attribute> privateKey(byte[] id) {
    return List.of(new Ulong(0x0, 0x3), new Octets(ID, id));
  }

  /** Its number, CKA_…. */
  long type();

  /** An array of CK_ATTRIBUTE. */
  static MemorySegment template(
      List<Attribute> wanted, Arena arena, Layout layout, Structs structs) {
    Struct struct = structs.attribute();
    MemorySegment template = arena.allocate(struct.size() * wanted.size(), Long.BYTES);
    for (int i = 0; i < wanted.size(); i++) {
      MemorySegment entry = template.asSlice(i * struct.size(), struct.size());
      MemorySegment value = wanted.get(i).value(arena, layout);
      layout.set(entry, struct.offset("type"), wanted.get(i).type());
      Memory.setPointer(entry, struct.offset("pValue"), value);
      layout.set(entry, struct.offset("ulValueLen"), wanted.get(i).length(layout));
    }
    return template;
  }

  private MemorySegment value(Arena arena, Layout layout) {
    return switch (this) {
      case Ulong(long _, long value) -> {
        MemorySegment memory = arena.allocate(Long.BYTES, Long.BYTES);
        layout.set(memory, 0, value);
        yield memory;
      }
      case Octets(long _, byte[] value) -> Memory.copyOf(value, arena);
    };
  }

  private long length(Layout layout) {
    return switch (this) {
      case Ulong _ -> layout.ulongSize();
      case Octets(long _, byte[] value) -> value.length;
    };
  }
}
