package dev.countersign.bridge.pkcs11.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The functions of one loaded module, from its CK_FUNCTION_LIST (§4.5 of the specification). */
final class Functions {

  private static final String ENTRY = "C_GetFunctionList";

  private final Map<Function, MethodHandle> handles;
  private final Layout layout;

  private Functions(Map<Function, MethodHandle> handles, Layout layout) {
    this.handles = handles;
    this.layout = layout;
  }

  static Functions load(Path library, Layout layout) throws NotLoadableException {
    Linker linker = Linker.nativeLinker();
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException notLoadable) {
      throw new NotLoadableException("The system cannot load the library.", notLoadable);
    }
    MemorySegment entry =
        symbols
            .find(ENTRY)
            .orElseThrow(() -> new NotLoadableException("The library has no " + ENTRY + "."));
    MethodHandle getList =
        linker.downcallHandle(entry, FunctionDescriptor.of(layout.ulong(), ValueLayout.ADDRESS));
    MemorySegment list = list(getList, layout);
    Map<Function, MethodHandle> handles = new EnumMap<>(Function.class);
    for (Function function : Function.values()) {
      MemorySegment address =
          list.get(
              ValueLayout.ADDRESS_UNALIGNED,
              firstPointer(layout) + (long) function.index() * Long.BYTES);
      if (address.address() == 0) {
        throw new NotLoadableException("The module lacks " + function.cName() + ".");
      }
      handles.put(function, linker.downcallHandle(address, function.descriptor(layout)));
    }
    return new Functions(handles, layout);
  }

  private static long firstPointer(Layout layout) {
    return Structs.in(layout).functionList().offset("C_Initialize");
  }

  private static MemorySegment list(MethodHandle getList, Layout layout)
      throws NotLoadableException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(Long.BYTES);
      long code = layout.result(invoke(getList, pointer));
      MemorySegment list = pointer.get(ValueLayout.ADDRESS_UNALIGNED, 0);
      if (code != Rv.OK || list.address() == 0) {
        throw new NotLoadableException(ENTRY + " gives no functions: " + Rv.name(code) + ".");
      }
      return list.reinterpret(firstPointer(layout) + (long) Function.POINTERS * Long.BYTES);
    }
  }

  /**
   * Calls a function.
   *
   * @throws ModuleErrorException when it answers anything but CKR_OK
   */
  void call(Function function, Object... arguments) throws ModuleErrorException {
    MethodHandle handle = handles.get(function);
    if (handle == null) {
      throw new IllegalStateException("no handle for " + function);
    }
    long code = layout.result(invoke(handle, arguments));
    if (code != Rv.OK) {
      throw new ModuleErrorException(function.cName(), code);
    }
  }

  private static Object invoke(MethodHandle handle, Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable fault) { // NOPMD: what invokeWithArguments declares
      // A native function throws nothing; only a wrong argument of ours ends here.
      throw new IllegalStateException(fault);
    }
  }
}
