package dev.countersign.bridge.windows;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * The structures of Microsoft's webauthn.h as a 64-bit Windows lays them out: DWORD, LONG and BOOL
 * have 4 bytes, pointers 8, each aligned to its size. Members keep their names there. Structures
 * that grew end where the version used here ends.
 */
final class Structures {

  private static final ValueLayout.OfInt DWORD = ValueLayout.JAVA_INT;
  private static final MemoryLayout POINTER = ValueLayout.ADDRESS.withByteAlignment(8);

  /**
   * A count and a pointer: CREDENTIALS, CREDENTIAL_LIST, EXTENSIONS, COSE_CREDENTIAL_PARAMETERS.
   */
  static final StructLayout LIST = structLayout(number("count"), pad(), pointer("items"));

  /** WEBAUTHN_RP_ENTITY_INFORMATION, version 1. */
  static final StructLayout RP =
      structLayout(
          number("dwVersion"), pad(), pointer("pwszId"), pointer("pwszName"), pointer("pwszIcon"));

  /** WEBAUTHN_USER_ENTITY_INFORMATION, version 1. */
  static final StructLayout USER =
      structLayout(
          number("dwVersion"),
          number("cbId"),
          pointer("pbId"),
          pointer("pwszName"),
          pointer("pwszIcon"),
          pointer("pwszDisplayName"));

  /** WEBAUTHN_CLIENT_DATA, version 1. */
  static final StructLayout CLIENT_DATA =
      structLayout(
          number("dwVersion"),
          number("cbClientDataJSON"),
          pointer("pbClientDataJSON"),
          pointer("pwszHashAlgId"));

  /** WEBAUTHN_COSE_CREDENTIAL_PARAMETER, version 1. */
  static final StructLayout ALGORITHM =
      structLayout(
          number("dwVersion"), pad(), pointer("pwszCredentialType"), number("lAlg"), pad());

  /** WEBAUTHN_CREDENTIAL, version 1. */
  static final StructLayout CREDENTIAL =
      structLayout(
          number("dwVersion"), number("cbId"), pointer("pbId"), pointer("pwszCredentialType"));

  /** WEBAUTHN_CREDENTIAL_EX, version 1. */
  static final StructLayout CREDENTIAL_EX =
      structLayout(
          number("dwVersion"),
          number("cbId"),
          pointer("pbId"),
          pointer("pwszCredentialType"),
          number("dwTransports"),
          pad());

  /** WEBAUTHN_EXTENSION. */
  static final StructLayout EXTENSION =
      structLayout(
          pointer("pwszExtensionIdentifier"), number("cbExtension"), pad(), pointer("pvExtension"));

  /** WEBAUTHN_CRED_PROTECT_EXTENSION_IN. */
  static final StructLayout CRED_PROTECT =
      structLayout(number("dwCredProtect"), number("bRequireCredProtect"));

  /** WEBAUTHN_AUTHENTICATOR_MAKE_CREDENTIAL_OPTIONS, version 3. */
  static final StructLayout MAKE_CREDENTIAL_OPTIONS =
      structLayout(
          number("dwVersion"),
          number("dwTimeoutMilliseconds"),
          LIST.withName("CredentialList"),
          LIST.withName("Extensions"),
          number("dwAuthenticatorAttachment"),
          number("bRequireResidentKey"),
          number("dwUserVerificationRequirement"),
          number("dwAttestationConveyancePreference"),
          number("dwFlags"),
          pad(),
          pointer("pCancellationId"),
          pointer("pExcludeCredentialList"));

  /** WEBAUTHN_AUTHENTICATOR_GET_ASSERTION_OPTIONS, version 4. */
  static final StructLayout GET_ASSERTION_OPTIONS =
      structLayout(
          number("dwVersion"),
          number("dwTimeoutMilliseconds"),
          LIST.withName("CredentialList"),
          LIST.withName("Extensions"),
          number("dwAuthenticatorAttachment"),
          number("dwUserVerificationRequirement"),
          number("dwFlags"),
          pad(),
          pointer("pwszU2fAppId"),
          pointer("pbU2fAppId"),
          pointer("pCancellationId"),
          pointer("pAllowCredentialList"));

  /** WEBAUTHN_CREDENTIAL_ATTESTATION, the members of version 1; Windows may send more. */
  static final StructLayout ATTESTATION =
      structLayout(
          number("dwVersion"),
          pad(),
          pointer("pwszFormatType"),
          number("cbAuthenticatorData"),
          pad(),
          pointer("pbAuthenticatorData"),
          number("cbAttestation"),
          pad(),
          pointer("pbAttestation"),
          number("dwAttestationDecodeType"),
          pad(),
          pointer("pvAttestationDecode"),
          number("cbAttestationObject"),
          pad(),
          pointer("pbAttestationObject"),
          number("cbCredentialId"),
          pad(),
          pointer("pbCredentialId"));

  /** WEBAUTHN_ASSERTION, the members of version 1; Windows may send more. */
  static final StructLayout ASSERTION =
      structLayout(
          number("dwVersion"),
          number("cbAuthenticatorData"),
          pointer("pbAuthenticatorData"),
          number("cbSignature"),
          pad(),
          pointer("pbSignature"),
          CREDENTIAL.withName("Credential"),
          number("cbUserId"),
          pad(),
          pointer("pbUserId"));

  /** GUID. */
  static final MemoryLayout GUID = MemoryLayout.sequenceLayout(4, DWORD);

  private Structures() {}

  /** Where a member is; names lead into structures inside. */
  static long offset(StructLayout structure, String... names) {
    PathElement[] path = new PathElement[names.length];
    for (int i = 0; i < names.length; i++) {
      path[i] = PathElement.groupElement(names[i]);
    }
    return structure.byteOffset(path);
  }

  private static MemoryLayout number(String name) {
    return DWORD.withName(name);
  }

  private static MemoryLayout pointer(String name) {
    return POINTER.withName(name);
  }

  private static MemoryLayout pad() {
    return paddingLayout(4);
  }
}
