package dev.countersign.bridge.pkcs11.binding;

/**
 * The structures used, in one layout (§3 of the specification).
 *
 * @param attribute CK_ATTRIBUTE
 * @param mechanism CK_MECHANISM
 * @param pss CK_RSA_PKCS_PSS_PARAMS
 * @param info CK_INFO
 * @param slotInfo CK_SLOT_INFO
 * @param tokenInfo CK_TOKEN_INFO
 * @param functionList the beginning of CK_FUNCTION_LIST, up to its first pointer
 */
public record Structs(
    Struct attribute,
    Struct mechanism,
    Struct pss,
    Struct info,
    Struct slotInfo,
    Struct tokenInfo,
    Struct functionList) {

  static final int VERSION_SIZE = 2;

  /** All of them in this layout. */
  public static Structs in(Layout layout) {
    return new Structs(
        Struct.in(layout).ulong("type").pointer("pValue").ulong("ulValueLen").build(),
        Struct.in(layout).ulong("mechanism").pointer("pParameter").ulong("ulParameterLen").build(),
        Struct.in(layout).ulong("hashAlg", "mgf", "sLen").build(),
        info(layout),
        slotInfo(layout),
        tokenInfo(layout),
        Struct.in(layout).bytes("version", VERSION_SIZE).pointer("C_Initialize").build());
  }

  private static Struct info(Layout layout) {
    return Struct.in(layout)
        .bytes("cryptokiVersion", VERSION_SIZE)
        .bytes("manufacturerID", 32)
        .ulong("flags")
        .bytes("libraryDescription", 32)
        .bytes("libraryVersion", VERSION_SIZE)
        .build();
  }

  private static Struct slotInfo(Layout layout) {
    return Struct.in(layout)
        .bytes("slotDescription", 64)
        .bytes("manufacturerID", 32)
        .ulong("flags")
        .bytes("hardwareVersion", VERSION_SIZE)
        .bytes("firmwareVersion", VERSION_SIZE)
        .build();
  }

  private static Struct tokenInfo(Layout layout) {
    return Struct.in(layout)
        .bytes("label", 32)
        .bytes("manufacturerID", 32)
        .bytes("model", 16)
        .bytes("serialNumber", 16)
        .ulong("flags", "ulMaxSessionCount", "ulSessionCount")
        .ulong("ulMaxRwSessionCount", "ulRwSessionCount", "ulMaxPinLen", "ulMinPinLen")
        .ulong("ulTotalPublicMemory", "ulFreePublicMemory")
        .ulong("ulTotalPrivateMemory", "ulFreePrivateMemory")
        .bytes("hardwareVersion", VERSION_SIZE)
        .bytes("firmwareVersion", VERSION_SIZE)
        .bytes("utcTime", 16)
        .build();
  }
}
