package dev.countersign.bridge.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** webauthn.dll itself. Not yet tried. */
final class WebAuthnDll implements WebAuthnApi {

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
  private static final Linker LINKER = Linker.nativeLinker();

  private final MethodHandle version;
  private final MethodHandle makeCredential;
  private final MethodHandle getAssertion;
  private final MethodHandle freeAttestation;
  private final MethodHandle freeAssertion;
  private final MethodHandle cancellationId;
  private final MethodHandle cancel;
  private final MethodHandle foregroundWindow;

  /**
   * Loads it from the system's folder.
   *
   * @throws IllegalArgumentException when it is not there
   * @throws java.util.NoSuchElementException when it lacks a function
   */
  WebAuthnDll() {
    SymbolLookup dll = SymbolLookup.libraryLookup("webauthn.dll", Arena.global());
    SymbolLookup user = SymbolLookup.libraryLookup("user32.dll", Arena.global());
    version = bind(dll, "WebAuthNGetApiVersionNumber", FunctionDescriptor.of(INT));
    makeCredential =
        bind(
            dll,
            "WebAuthNAuthenticatorMakeCredential",
            FunctionDescriptor.of(
                INT, POINTER, POINTER, POINTER, POINTER, POINTER, POINTER, POINTER));
    getAssertion =
        bind(
            dll,
            "WebAuthNAuthenticatorGetAssertion",
            FunctionDescriptor.of(INT, POINTER, POINTER, POINTER, POINTER, POINTER));
    freeAttestation =
        bind(dll, "WebAuthNFreeCredentialAttestation", FunctionDescriptor.ofVoid(POINTER));
    freeAssertion = bind(dll, "WebAuthNFreeAssertion", FunctionDescriptor.ofVoid(POINTER));
    cancellationId = bind(dll, "WebAuthNGetCancellationId", FunctionDescriptor.of(INT, POINTER));
    cancel = bind(dll, "WebAuthNCancelCurrentOperation", FunctionDescriptor.of(INT, POINTER));
    foregroundWindow = bind(user, "GetForegroundWindow", FunctionDescriptor.of(POINTER));
  }

  @Override
  public int version() {
    return (int) call(version);
  }

  @Override
  public int makeCredential(MakeCredential in, MemorySegment out) {
    return (int)
        call(
            makeCredential,
            call(foregroundWindow),
            in.rp(),
            in.user(),
            in.algorithms(),
            in.clientData(),
            in.options(),
            out);
  }

  @Override
  public int getAssertion(GetAssertion in, MemorySegment out) {
    return (int)
        call(getAssertion, call(foregroundWindow), in.rpId(), in.clientData(), in.options(), out);
  }

  @Override
  public void freeAttestation(MemorySegment attestation) {
    call(freeAttestation, attestation);
  }

  @Override
  public void freeAssertion(MemorySegment assertion) {
    call(freeAssertion, assertion);
  }

  @Override
  public int cancellationId(MemorySegment guid) {
    return (int) call(cancellationId, guid);
  }

  @Override
  public int cancel(MemorySegment guid) {
    return (int) call(cancel, guid);
  }

  private static MethodHandle bind(SymbolLookup library, String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(library.findOrThrow(name), type);
  }

  /** A downcall throws nothing of its own; what it throws is a fault of this class. */
  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable fault) {
      throw new AssertionError("a call of webauthn.dll does not fit its type", fault);
    }
  }
}
