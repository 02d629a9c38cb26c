package dev.countersign.bridge.demo.kernel;

import dev.countersign.proof.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** libfido2 in this process: one device, opened once, and assertions fetched from it. */
public final class Libfido2 implements AutoCloseable {

  private static final ValueLayout POINTER = ValueLayout.ADDRESS;
  private static final ValueLayout INT = ValueLayout.JAVA_INT;
  private static final ValueLayout LONG = ValueLayout.JAVA_LONG;
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup("libfido2.so.1", Arena.global());

  private static final MethodHandle INIT = bindVoid("fido_init", INT);
  private static final MethodHandle DEV_NEW = bind(POINTER, "fido_dev_new");
  private static final MethodHandle DEV_OPEN = bind(INT, "fido_dev_open", POINTER, POINTER);
  private static final MethodHandle DEV_CLOSE = bind(INT, "fido_dev_close", POINTER);
  private static final MethodHandle DEV_FREE = bindVoid("fido_dev_free", POINTER);
  private static final MethodHandle ASSERT_NEW = bind(POINTER, "fido_assert_new");
  private static final MethodHandle ASSERT_FREE = bindVoid("fido_assert_free", POINTER);
  private static final MethodHandle SET_HASH =
      bind(INT, "fido_assert_set_clientdata_hash", POINTER, POINTER, LONG);
  private static final MethodHandle SET_RP = bind(INT, "fido_assert_set_rp", POINTER, POINTER);
  private static final MethodHandle ALLOW =
      bind(INT, "fido_assert_allow_cred", POINTER, POINTER, LONG);
  private static final MethodHandle GET =
      bind(INT, "fido_dev_get_assert", POINTER, POINTER, POINTER);

  private static final MethodHandle CRED_NEW = bind(POINTER, "fido_cred_new");
  private static final MethodHandle CRED_FREE = bindVoid("fido_cred_free", POINTER);
  private static final MethodHandle CRED_TYPE = bind(INT, "fido_cred_set_type", POINTER, INT);
  private static final MethodHandle CRED_HASH =
      bind(INT, "fido_cred_set_clientdata_hash", POINTER, POINTER, LONG);
  private static final MethodHandle CRED_RP =
      bind(INT, "fido_cred_set_rp", POINTER, POINTER, POINTER);
  private static final MethodHandle CRED_USER =
      bind(INT, "fido_cred_set_user", POINTER, POINTER, LONG, POINTER, POINTER, POINTER);
  private static final MethodHandle MAKE =
      bind(INT, "fido_dev_make_cred", POINTER, POINTER, POINTER);
  private static final MethodHandle CRED_ID = bind(POINTER, "fido_cred_id_ptr", POINTER);
  private static final MethodHandle CRED_ID_SIZE = bind(LONG, "fido_cred_id_len", POINTER);
  private static final int ES256 = -7;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment device;

  /** Opens a device. */
  public Libfido2(String node) {
    Umockdev.call(INIT, 0);
    device = (MemorySegment) Umockdev.call(DEV_NEW);
    require(Umockdev.call(DEV_OPEN, device, arena.allocateFrom(node)), "open");
  }

  /** Makes a credential that may be used without a PIN, and gives its id. */
  public Bytes credential(String rpId, byte[] clientDataHash) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment made = (MemorySegment) Umockdev.call(CRED_NEW);
      MemorySegment name = call.allocateFrom("kim");
      require(Umockdev.call(CRED_TYPE, made, ES256), "type");
      require(set(CRED_HASH, call, made, clientDataHash), "hash");
      require(Umockdev.call(CRED_RP, made, call.allocateFrom(rpId), name), "rp");
      require(Umockdev.call(CRED_USER, made, name, 3L, name, name, MemorySegment.NULL), "user");
      require(Umockdev.call(MAKE, device, made, MemorySegment.NULL), "make");
      long size = (long) Umockdev.call(CRED_ID_SIZE, made);
      byte[] id =
          ((MemorySegment) Umockdev.call(CRED_ID, made))
              .reinterpret(size)
              .toArray(ValueLayout.JAVA_BYTE);
      free(CRED_FREE, call, made);
      return Bytes.of(id);
    }
  }

  /** One authenticatorGetAssertion, without a PIN. */
  public void assertion(String rpId, byte[] clientDataHash, byte[] credential) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment assertion = (MemorySegment) Umockdev.call(ASSERT_NEW);
      require(Umockdev.call(SET_RP, assertion, call.allocateFrom(rpId)), "rp");
      require(set(SET_HASH, call, assertion, clientDataHash), "hash");
      require(set(ALLOW, call, assertion, credential), "credential");
      require(Umockdev.call(GET, device, assertion, MemorySegment.NULL), "get");
      free(ASSERT_FREE, call, assertion);
    }
  }

  @Override
  public void close() {
    Umockdev.call(DEV_CLOSE, device);
    free(DEV_FREE, arena, device);
    arena.close();
  }

  private static Object set(
      MethodHandle function, Arena call, MemorySegment assertion, byte[] bytes) {
    MemorySegment copy = call.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    return Umockdev.call(function, assertion, copy, (long) bytes.length);
  }

  /** Its functions that free take the address of the pointer and clear it. */
  private static void free(MethodHandle function, Arena call, MemorySegment pointer) {
    Umockdev.call(function, call.allocateFrom(ValueLayout.ADDRESS, pointer));
  }

  private static void require(Object code, String what) {
    if ((int) code != 0) {
      throw new IllegalStateException("libfido2: " + what + " failed with " + code);
    }
  }

  private static MethodHandle bind(MemoryLayout result, String name, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle bindVoid(String name, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
  }
}
