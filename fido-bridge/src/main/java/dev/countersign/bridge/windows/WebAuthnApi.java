package dev.countersign.bridge.windows;

import java.lang.foreign.MemorySegment;

/** The functions of webauthn.dll that are used here, with the names of webauthn.h. */
interface WebAuthnApi {

  /** WebAuthNGetApiVersionNumber. */
  int version();

  /**
   * WebAuthNAuthenticatorMakeCredential over the window in front.
   *
   * @param out where the pointer to a WEBAUTHN_CREDENTIAL_ATTESTATION goes
   * @return an HRESULT
   */
  int makeCredential(MakeCredential in, MemorySegment out);

  /**
   * WebAuthNAuthenticatorGetAssertion over the window in front.
   *
   * @param out where the pointer to a WEBAUTHN_ASSERTION goes
   * @return an HRESULT
   */
  int getAssertion(GetAssertion in, MemorySegment out);

  /** WebAuthNFreeCredentialAttestation. */
  void freeAttestation(MemorySegment attestation);

  /** WebAuthNFreeAssertion. */
  void freeAssertion(MemorySegment assertion);

  /**
   * WebAuthNGetCancellationId.
   *
   * @param guid 16 bytes
   * @return an HRESULT
   */
  int cancellationId(MemorySegment guid);

  /**
   * WebAuthNCancelCurrentOperation. The only function that is called while another one runs.
   *
   * @return an HRESULT
   */
  int cancel(MemorySegment guid);

  /** Pointers to the arguments of makeCredential. */
  record MakeCredential(
      MemorySegment rp,
      MemorySegment user,
      MemorySegment algorithms,
      MemorySegment clientData,
      MemorySegment options) {}

  /** Pointers to the arguments of getAssertion. */
  record GetAssertion(MemorySegment rpId, MemorySegment clientData, MemorySegment options) {}
}
