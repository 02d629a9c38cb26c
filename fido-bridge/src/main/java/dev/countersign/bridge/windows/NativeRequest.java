package dev.countersign.bridge.windows;

import static dev.countersign.bridge.windows.Structures.offset;

import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignRequest;
import dev.countersign.proof.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes requests as webauthn.dll reads them, into memory of one arena: a security key (never a
 * platform authenticator), user verification required, and the request's exact client data.
 */
final class NativeRequest {

  private static final int MAKE_CREDENTIAL_OPTIONS_VERSION = 3;
  private static final int GET_ASSERTION_OPTIONS_VERSION = 4;
  private static final int CROSS_PLATFORM = 2;
  private static final int USER_VERIFICATION_REQUIRED = 1;
  private static final int ATTESTATION_DIRECT = 3;
  private static final int CRED_PROTECT_REQUIRED = 3;

  /** The API's version that knows credProtect. */
  private static final int KNOWS_CRED_PROTECT = 2;

  private static final int USB_NFC_BLE = 7;
  private static final int ES256 = -7;
  private static final String PUBLIC_KEY = "public-key";

  private final Arena arena;
  private final MemorySegment cancellationId;
  private final int timeoutMillis;

  NativeRequest(Arena arena, MemorySegment cancellationId, int timeoutMillis) {
    this.arena = arena;
    this.cancellationId = cancellationId;
    this.timeoutMillis = timeoutMillis;
  }

  WebAuthnApi.GetAssertion of(SignRequest request) {
    StructLayout type = Structures.GET_ASSERTION_OPTIONS;
    MemorySegment options = options(type, GET_ASSERTION_OPTIONS_VERSION);
    put(options, type, "pAllowCredentialList", credentials(request.credentialIds()));
    return new WebAuthnApi.GetAssertion(
        text(request.rpId()), clientData(request.clientDataJson()), options);
  }

  WebAuthnApi.MakeCredential of(RegistrationRequest request, int apiVersion) {
    StructLayout type = Structures.MAKE_CREDENTIAL_OPTIONS;
    MemorySegment options = options(type, MAKE_CREDENTIAL_OPTIONS_VERSION);
    put(options, type, "bRequireResidentKey", request.discoverable() ? 1 : 0);
    put(options, type, "dwAttestationConveyancePreference", ATTESTATION_DIRECT);
    if (!request.excludedIds().isEmpty()) {
      put(options, type, "pExcludeCredentialList", credentials(request.excludedIds()));
    }
    if (apiVersion >= KNOWS_CRED_PROTECT) {
      long list = offset(type, "Extensions");
      options.set(ValueLayout.JAVA_INT, list + offset(Structures.LIST, "count"), 1);
      options.set(
          ValueLayout.ADDRESS, list + offset(Structures.LIST, "items"), credProtectRequired());
    }
    return new WebAuthnApi.MakeCredential(
        rp(request), user(request.user()), es256(), clientData(request.clientDataJson()), options);
  }

  private MemorySegment options(StructLayout type, int version) {
    MemorySegment options = arena.allocate(type);
    put(options, type, "dwVersion", version);
    put(options, type, "dwTimeoutMilliseconds", timeoutMillis);
    put(options, type, "dwAuthenticatorAttachment", CROSS_PLATFORM);
    put(options, type, "dwUserVerificationRequirement", USER_VERIFICATION_REQUIRED);
    put(options, type, "pCancellationId", cancellationId);
    return options;
  }

  private MemorySegment rp(RegistrationRequest request) {
    MemorySegment rp = versioned(Structures.RP);
    put(rp, Structures.RP, "pwszId", text(request.rpId()));
    put(rp, Structures.RP, "pwszName", text(request.rpName()));
    return rp;
  }

  private MemorySegment user(RegistrationRequest.User account) {
    MemorySegment user = versioned(Structures.USER);
    put(user, Structures.USER, "cbId", account.id().size());
    put(user, Structures.USER, "pbId", bytes(account.id()));
    put(user, Structures.USER, "pwszName", text(account.name()));
    put(user, Structures.USER, "pwszDisplayName", text(account.displayName()));
    return user;
  }

  private MemorySegment clientData(Bytes json) {
    MemorySegment data = versioned(Structures.CLIENT_DATA);
    put(data, Structures.CLIENT_DATA, "cbClientDataJSON", json.size());
    put(data, Structures.CLIENT_DATA, "pbClientDataJSON", bytes(json));
    put(data, Structures.CLIENT_DATA, "pwszHashAlgId", text("SHA-256"));
    return data;
  }

  private MemorySegment es256() {
    MemorySegment algorithm = versioned(Structures.ALGORITHM);
    put(algorithm, Structures.ALGORITHM, "pwszCredentialType", text(PUBLIC_KEY));
    put(algorithm, Structures.ALGORITHM, "lAlg", ES256);
    return list(1, algorithm);
  }

  private MemorySegment credProtectRequired() {
    MemorySegment protect = arena.allocate(Structures.CRED_PROTECT);
    put(protect, Structures.CRED_PROTECT, "dwCredProtect", CRED_PROTECT_REQUIRED);
    MemorySegment extension = arena.allocate(Structures.EXTENSION);
    put(extension, Structures.EXTENSION, "pwszExtensionIdentifier", text("credProtect"));
    put(
        extension,
        Structures.EXTENSION,
        "cbExtension",
        Math.toIntExact(Structures.CRED_PROTECT.byteSize()));
    put(extension, Structures.EXTENSION, "pvExtension", protect);
    return extension;
  }

  /** A list of pointers, unlike the others, which are arrays of structures. */
  private MemorySegment credentials(List<Bytes> ids) {
    MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, ids.size());
    for (int i = 0; i < ids.size(); i++) {
      StructLayout type = Structures.CREDENTIAL_EX;
      MemorySegment credential = versioned(type);
      put(credential, type, "cbId", ids.get(i).size());
      put(credential, type, "pbId", bytes(ids.get(i)));
      put(credential, type, "pwszCredentialType", text(PUBLIC_KEY));
      put(credential, type, "dwTransports", USB_NFC_BLE);
      pointers.setAtIndex(ValueLayout.ADDRESS, i, credential);
    }
    return list(ids.size(), pointers);
  }

  private MemorySegment list(int count, MemorySegment items) {
    MemorySegment list = arena.allocate(Structures.LIST);
    put(list, Structures.LIST, "count", count);
    put(list, Structures.LIST, "items", items);
    return list;
  }

  /** All of these structures are in their first version. */
  private MemorySegment versioned(StructLayout type) {
    MemorySegment made = arena.allocate(type);
    put(made, type, "dwVersion", 1);
    return made;
  }

  private MemorySegment text(String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_16LE);
  }

  private MemorySegment bytes(Bytes bytes) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes.toArray());
  }

  private static void put(MemorySegment into, StructLayout type, String name, int value) {
    into.set(ValueLayout.JAVA_INT, offset(type, name), value);
  }

  private static void put(MemorySegment into, StructLayout type, String name, MemorySegment to) {
    into.set(ValueLayout.ADDRESS, offset(type, name), to);
  }
}
