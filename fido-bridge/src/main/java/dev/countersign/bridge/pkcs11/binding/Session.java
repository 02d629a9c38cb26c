package dev.countersign.bridge.pkcs11.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One open session with a token. */
public final class Session {

  /** More objects than a card holds; looking at more would only take time. */
  private static final int MOST_OBJECTS = 512;

  private static final int OBJECTS_AT_ONCE = 32;

  /** The longest attribute read: a certificate larger than that is refused everywhere. */
  private static final int LONGEST_ATTRIBUTE = 16 * 1024;

  /** An RSA key of 16384 bits. */
  private static final int LONGEST_SIGNATURE = 2048;

  private final Functions functions;
  private final Layout layout;
  private final Structs structs;
  private final long handle;

  Session(Functions functions, Layout layout, Structs structs, long handle) {
    this.functions = functions;
    this.layout = layout;
    this.structs = structs;
    this.handle = handle;
  }

  private Object self() {
    return layout.argument(handle);
  }

  /** Who logs in. */
  public enum User {
    /** CKU_USER. */
    OWNER(1),
    /** CKU_CONTEXT_SPECIFIC: for the one signature that was begun. */
    FOR_THIS_SIGNATURE(2);

    private final long code;

    User(long code) {
      this.code = code;
    }
  }

  /**
   * Sends the PIN once.
   *
   * @param pin UTF-8; copied to native memory that is overwritten before this returns. Empty for a
   *     reader with a PIN pad
   */
  public void login(User user, Optional<byte[]> pin) throws ModuleErrorException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = pin.isPresent() ? Memory.copyOf(pin.get(), arena) : MemorySegment.NULL;
      try {
        functions.call(
            Function.C_LOGIN,
            self(),
            layout.argument(user.code),
            copy,
            layout.argument(pin.map(bytes -> bytes.length).orElse(0)));
      } finally {
        copy.fill((byte) 0);
      }
    }
  }

  public void logout() throws ModuleErrorException {
    functions.call(Function.C_LOGOUT, self());
  }

  public void close() throws ModuleErrorException {
    functions.call(Function.C_CLOSE_SESSION, self());
  }

  /** The objects with all of these attributes. */
  public List<Long> find(List<Attribute> wanted)
      throws ModuleErrorException, MalformedModuleException {
    try (Arena arena = Arena.ofConfined()) {
      functions.call(
          Function.C_FIND_OBJECTS_INIT,
          self(),
          Attribute.template(wanted, arena, layout, structs),
          layout.argument(wanted.size()));
      try {
        return found(arena);
      } finally {
        functions.call(Function.C_FIND_OBJECTS_FINAL, self());
      }
    }
  }

  private List<Long> found(Arena arena) throws ModuleErrorException, MalformedModuleException {
    List<Long> objects = new ArrayList<>();
    MemorySegment list = arena.allocate((long) OBJECTS_AT_ONCE * layout.ulongSize(), Long.BYTES);
    MemorySegment count = arena.allocate(Long.BYTES);
    while (objects.size() < MOST_OBJECTS) {
      functions.call(
          Function.C_FIND_OBJECTS, self(), list, layout.argument(OBJECTS_AT_ONCE), count);
      long got = layout.get(count, 0);
      if (got < 0 || got > OBJECTS_AT_ONCE) {
        throw new MalformedModuleException(
            "it found " + Long.toUnsignedString(got) + " objects at once");
      }
      if (got == 0) {
        return List.copyOf(objects);
      }
      for (int i = 0; i < got; i++) {
        objects.add(layout.get(list, (long) i * layout.ulongSize()));
      }
    }
    throw new MalformedModuleException("it finds objects without end");
  }

  /** An attribute's bytes; empty when the object does not have it or does not show it. */
  public Optional<byte[]> attribute(long object, long type)
      throws ModuleErrorException, MalformedModuleException {
    try (Arena arena = Arena.ofConfined()) {
      Struct struct = structs.attribute();
      MemorySegment attribute = arena.allocate(struct.size(), Long.BYTES);
      layout.set(attribute, struct.offset("type"), type);
      if (!read(object, attribute)) {
        return Optional.empty();
      }
      long length = layout.get(attribute, struct.offset("ulValueLen"));
      if (length == layout.unavailable()) {
        return Optional.empty();
      }
      if (length < 0 || length > LONGEST_ATTRIBUTE) {
        throw new MalformedModuleException(
            "an attribute has " + Long.toUnsignedString(length) + " bytes");
      }
      MemorySegment value = arena.allocate(Math.max(1, length));
      Memory.setPointer(attribute, struct.offset("pValue"), value);
      if (!read(object, attribute)) {
        return Optional.empty();
      }
      long written = layout.get(attribute, struct.offset("ulValueLen"));
      if (written < 0 || written > length) {
        throw new MalformedModuleException("an attribute grew while it was read");
      }
      return Optional.of(value.asSlice(0, written).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private boolean read(long object, MemorySegment attribute) throws ModuleErrorException {
    try {
      functions.call(
          Function.C_GET_ATTRIBUTE_VALUE,
          self(),
          layout.argument(object),
          attribute,
          layout.argument(1));
      return true;
    } catch (ModuleErrorException absent) {
      if (absent.code() == Rv.ATTRIBUTE_TYPE_INVALID || absent.code() == Rv.ATTRIBUTE_SENSITIVE) {
        return false;
      }
      throw absent;
    }
  }

  /** Begins a signature; a key that asks for the PIN on every use wants it next. */
  public void beginSignature(Mechanism mechanism, long key) throws ModuleErrorException {
    try (Arena arena = Arena.ofConfined()) {
      functions.call(
          Function.C_SIGN_INIT, self(), mechanism.in(arena, layout, structs), layout.argument(key));
    }
  }

  /** Signs a digest, with one call: asking for the length first would end a key's one use. */
  public byte[] sign(byte[] digest) throws ModuleErrorException, MalformedModuleException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment signature = arena.allocate(LONGEST_SIGNATURE);
      MemorySegment length = arena.allocate(Long.BYTES);
      layout.set(length, 0, LONGEST_SIGNATURE);
      functions.call(
          Function.C_SIGN,
          self(),
          Memory.copyOf(digest, arena),
          layout.argument(digest.length),
          signature,
          length);
      long written = layout.get(length, 0);
      if (written <= 0 || written > LONGEST_SIGNATURE) {
        throw new MalformedModuleException(
            "a signature has " + Long.toUnsignedString(written) + " bytes");
      }
      return signature.asSlice(0, written).toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
