package dev.countersign.bridge.windows;

import static dev.countersign.bridge.windows.Structures.offset;

import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.proof.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/** Copies out of the structures that webauthn.dll answers with, before they are freed. */
final class NativeAnswer {

  private static final int LONGEST = 64 * 1024;
  private static final int SHORTEST_AUTHENTICATOR_DATA = 37;

  private NativeAnswer() {}

  /**
   * Reads a WEBAUTHN_ASSERTION.
   *
   * @param asked the credentials of which one must have answered
   */
  static SignOutcome assertion(MemorySegment pointer, List<Bytes> asked) {
    StructLayout type = Structures.ASSERTION;
    MemorySegment assertion = pointer.reinterpret(type.byteSize());
    long credential = offset(type, "Credential");
    Optional<Bytes> id =
        bytes(
            assertion,
            credential + offset(Structures.CREDENTIAL, "cbId"),
            credential + offset(Structures.CREDENTIAL, "pbId"));
    Optional<Bytes> data = bytes(assertion, type, "cbAuthenticatorData", "pbAuthenticatorData");
    Optional<Bytes> signature = bytes(assertion, type, "cbSignature", "pbSignature");
    if (id.isEmpty() || data.isEmpty() || signature.isEmpty()) {
      return malformed("Windows' answer is not complete.");
    } else if (!asked.contains(id.get()) || data.get().size() < SHORTEST_AUTHENTICATOR_DATA) {
      return malformed("The key answered for another credential.");
    }
    return new SignOutcome.Signed(id.get(), data.get(), signature.get());
  }

  /** Reads a WEBAUTHN_CREDENTIAL_ATTESTATION. */
  static RegistrationOutcome attestation(MemorySegment pointer) {
    StructLayout type = Structures.ATTESTATION;
    MemorySegment attestation = pointer.reinterpret(type.byteSize());
    Optional<Bytes> id = bytes(attestation, type, "cbCredentialId", "pbCredentialId");
    Optional<Bytes> object = bytes(attestation, type, "cbAttestationObject", "pbAttestationObject");
    return id.isEmpty() || object.isEmpty()
        ? malformed("Windows' answer is not complete.")
        : new RegistrationOutcome.Registered(id.get(), object.get());
  }

  private static Optional<Bytes> bytes(
      MemorySegment in, StructLayout type, String length, String pointer) {
    return bytes(in, offset(type, length), offset(type, pointer));
  }

  private static Optional<Bytes> bytes(MemorySegment in, long length, long pointer) {
    int size = in.get(ValueLayout.JAVA_INT, length);
    MemorySegment at = in.get(ValueLayout.ADDRESS, pointer);
    return size <= 0 || size > LONGEST || at.equals(MemorySegment.NULL)
        ? Optional.empty()
        : Optional.of(Bytes.of(at.reinterpret(size).toArray(ValueLayout.JAVA_BYTE)));
  }

  private static Unusable malformed(String sentence) {
    return new Unusable(Reason.MALFORMED_ANSWER, sentence);
  }
}
