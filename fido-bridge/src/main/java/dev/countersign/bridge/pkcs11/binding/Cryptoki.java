package dev.countersign.bridge.pkcs11.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One loaded module. Not safe for several threads. What it answers is checked for what cannot be
 * (lengths, counts); what it does to this process's memory is not in our hands.
 */
public final class Cryptoki {

  /** More slots than any computer has readers. */
  private static final int MOST_SLOTS = 64;

  private static final int SLOT_LIST_ATTEMPTS = 3;
  private static final long SERIAL_SESSION = 0x4;
  private static final long CAN_SIGN = 0x800;

  private final Functions functions;
  private final Layout layout;
  private final Structs structs;

  private Cryptoki(Functions functions, Layout layout) {
    this.functions = functions;
    this.layout = layout;
    this.structs = Structs.in(layout);
  }

  /**
   * Loads and initialises a module; it stays loaded until the process ends.
   *
   * @throws NotLoadableException when it is no module for this system
   * @throws ModuleErrorException when it does not want to work
   */
  public static Cryptoki load(Path library) throws NotLoadableException, ModuleErrorException {
    Layout layout = Layout.ofThisSystem();
    Functions functions = Functions.load(library, layout);
    try {
      functions.call(Function.C_INITIALIZE, MemorySegment.NULL);
    } catch (ModuleErrorException refused) {
      if (refused.code() != Rv.CRYPTOKI_ALREADY_INITIALIZED) {
        throw refused;
      }
    }
    return new Cryptoki(functions, layout);
  }

  /** Ends the module's work; for an orderly end of the process. */
  public void finish() throws ModuleErrorException {
    functions.call(Function.C_FINALIZE, MemorySegment.NULL);
  }

  /** What the module calls itself. */
  public String description() throws ModuleErrorException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(structs.info().size());
      functions.call(Function.C_GET_INFO, info);
      return text(info, structs.info().offset("libraryDescription"), 32);
    }
  }

  /** The slots with a token in them now; also makes the module look at its readers anew. */
  public List<Long> slotsWithToken() throws ModuleErrorException, MalformedModuleException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(Long.BYTES);
      for (int attempt = 1; ; attempt++) {
        functions.call(Function.C_GET_SLOT_LIST, (byte) 1, MemorySegment.NULL, count);
        int announced = count("slots", layout.get(count, 0), MOST_SLOTS);
        if (announced == 0) {
          return List.of();
        }
        MemorySegment list = arena.allocate((long) MOST_SLOTS * layout.ulongSize(), Long.BYTES);
        try {
          functions.call(Function.C_GET_SLOT_LIST, (byte) 1, list, count);
          return handles(list, count("slots", layout.get(count, 0), announced));
        } catch (ModuleErrorException changed) {
          // A token came between the two calls.
          if (changed.code() != Rv.BUFFER_TOO_SMALL || attempt == SLOT_LIST_ATTEMPTS) {
            throw changed;
          }
        }
      }
    }
  }

  private List<Long> handles(MemorySegment list, int count) {
    List<Long> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      handles.add(layout.get(list, (long) i * layout.ulongSize()));
    }
    return List.copyOf(handles);
  }

  private static int count(String what, long announced, int most) throws MalformedModuleException {
    if (announced < 0 || announced > most) {
      throw new MalformedModuleException(
          "it announced " + Long.toUnsignedString(announced) + " " + what);
    }
    return (int) announced;
  }

  /** What the slot is called, usually the reader's name. */
  public String slotDescription(long slot) throws ModuleErrorException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(structs.slotInfo().size());
      functions.call(Function.C_GET_SLOT_INFO, layout.argument(slot), info);
      return text(info, structs.slotInfo().offset("slotDescription"), 64);
    }
  }

  /** The token in a slot. */
  public TokenData token(long slot) throws ModuleErrorException {
    try (Arena arena = Arena.ofConfined()) {
      Struct struct = structs.tokenInfo();
      MemorySegment info = arena.allocate(struct.size());
      functions.call(Function.C_GET_TOKEN_INFO, layout.argument(slot), info);
      return new TokenData(
          text(info, struct.offset("label"), 32),
          text(info, struct.offset("manufacturerID"), 32),
          text(info, struct.offset("model"), 16),
          text(info, struct.offset("serialNumber"), 16),
          layout.get(info, struct.offset("flags")),
          layout.get(info, struct.offset("ulMinPinLen")),
          layout.get(info, struct.offset("ulMaxPinLen")));
    }
  }

  /** Whether the token signs with this mechanism. */
  public boolean signsWith(long slot, Mechanism mechanism) throws ModuleErrorException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(3L * layout.ulongSize());
      functions.call(
          Function.C_GET_MECHANISM_INFO,
          layout.argument(slot),
          layout.argument(mechanism.code()),
          info);
      return (layout.get(info, 2L * layout.ulongSize()) & CAN_SIGN) != 0;
    } catch (ModuleErrorException unknown) {
      if (unknown.code() == Rv.MECHANISM_INVALID) {
        return false;
      }
      throw unknown;
    }
  }

  /** Opens a session that only reads and signs, after closing whatever was open on the token. */
  public Session open(long slot) throws ModuleErrorException {
    // A login is the whole token's: one left from before would hide that the card was swapped.
    functions.call(Function.C_CLOSE_ALL_SESSIONS, layout.argument(slot));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(Long.BYTES);
      functions.call(
          Function.C_OPEN_SESSION,
          layout.argument(slot),
          layout.argument(SERIAL_SESSION),
          MemorySegment.NULL,
          MemorySegment.NULL,
          handle);
      return new Session(functions, layout, structs, layout.get(handle, 0));
    }
  }

  private static String text(MemorySegment memory, long offset, int length) {
    byte[] bytes = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    int end = length;
    while (end > 0 && (bytes[end - 1] == ' ' || bytes[end - 1] == 0)) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
