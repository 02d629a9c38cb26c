package dev.countersign.bridge.windows;

import static dev.countersign.bridge.windows.Structures.offset;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.StructLayout;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Sizes and offsets on 64-bit Windows, worked out by hand from the order and types of the members
 * in Microsoft's webauthn.h. Runs everywhere: no layout depends on the system that it runs on.
 */
class StructuresTest {

  @Test
  @DisplayName("inputs are laid out as webauthn.h has them on 64-bit Windows")
  void inputs() {
    is(Structures.LIST, 16, List.of("count", "items"), 0, 8);
    is(Structures.RP, 32, List.of("dwVersion", "pwszId", "pwszName", "pwszIcon"), 0, 8, 16, 24);
    is(
        Structures.USER,
        40,
        List.of("dwVersion", "cbId", "pbId", "pwszName", "pwszIcon", "pwszDisplayName"),
        0,
        4,
        8,
        16,
        24,
        32);
    is(
        Structures.CLIENT_DATA,
        24,
        List.of("dwVersion", "cbClientDataJSON", "pbClientDataJSON", "pwszHashAlgId"),
        0,
        4,
        8,
        16);
    is(Structures.ALGORITHM, 24, List.of("dwVersion", "pwszCredentialType", "lAlg"), 0, 8, 16);
    is(
        Structures.CREDENTIAL_EX,
        32,
        List.of("dwVersion", "cbId", "pbId", "pwszCredentialType", "dwTransports"),
        0,
        4,
        8,
        16,
        24);
    is(
        Structures.EXTENSION,
        24,
        List.of("pwszExtensionIdentifier", "cbExtension", "pvExtension"),
        0,
        8,
        16);
    is(Structures.CRED_PROTECT, 8, List.of("dwCredProtect", "bRequireCredProtect"), 0, 4);
  }

  @Test
  @DisplayName("options are laid out as webauthn.h has them, as far as the version used goes")
  void options() {
    is(
        Structures.MAKE_CREDENTIAL_OPTIONS,
        80,
        List.of(
            "dwVersion",
            "dwTimeoutMilliseconds",
            "CredentialList",
            "Extensions",
            "dwAuthenticatorAttachment",
            "bRequireResidentKey",
            "dwUserVerificationRequirement",
            "dwAttestationConveyancePreference",
            "dwFlags",
            "pCancellationId",
            "pExcludeCredentialList"),
        0,
        4,
        8,
        24,
        40,
        44,
        48,
        52,
        56,
        64,
        72);
    is(
        Structures.GET_ASSERTION_OPTIONS,
        88,
        List.of(
            "dwVersion",
            "dwTimeoutMilliseconds",
            "CredentialList",
            "Extensions",
            "dwAuthenticatorAttachment",
            "dwUserVerificationRequirement",
            "dwFlags",
            "pwszU2fAppId",
            "pbU2fAppId",
            "pCancellationId",
            "pAllowCredentialList"),
        0,
        4,
        8,
        24,
        40,
        44,
        48,
        56,
        64,
        72,
        80);
  }

  @Test
  @DisplayName("answers are laid out as webauthn.h has them, as far as they are read")
  void answers() {
    is(
        Structures.ATTESTATION,
        96,
        List.of(
            "pwszFormatType",
            "cbAuthenticatorData",
            "pbAuthenticatorData",
            "cbAttestation",
            "dwAttestationDecodeType",
            "cbAttestationObject",
            "pbAttestationObject",
            "cbCredentialId",
            "pbCredentialId"),
        8,
        16,
        24,
        32,
        48,
        64,
        72,
        80,
        88);
    is(
        Structures.ASSERTION,
        72,
        List.of(
            "cbAuthenticatorData",
            "pbAuthenticatorData",
            "cbSignature",
            "pbSignature",
            "Credential",
            "cbUserId",
            "pbUserId"),
        4,
        8,
        16,
        24,
        32,
        56,
        64);
  }

  private static void is(StructLayout type, long size, List<String> members, long... offsets) {
    assertThat(type.byteSize()).isEqualTo(size);
    for (int i = 0; i < members.size(); i++) {
      assertThat(offset(type, members.get(i))).as(members.get(i)).isEqualTo(offsets[i]);
    }
  }
}
