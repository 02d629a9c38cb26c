package dev.countersign.bridge.pkcs11.binding;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/** The functions used: each one's place in CK_FUNCTION_LIST, and its parameters. */
enum Function {
  C_INITIALIZE("C_Initialize", 0, "p"),
  C_FINALIZE("C_Finalize", 1, "p"),
  C_GET_INFO("C_GetInfo", 2, "p"),
  C_GET_SLOT_LIST("C_GetSlotList", 4, "bpp"),
  C_GET_SLOT_INFO("C_GetSlotInfo", 5, "up"),
  C_GET_TOKEN_INFO("C_GetTokenInfo", 6, "up"),
  C_GET_MECHANISM_INFO("C_GetMechanismInfo", 8, "uup"),
  C_OPEN_SESSION("C_OpenSession", 12, "uuppp"),
  C_CLOSE_SESSION("C_CloseSession", 13, "u"),
  C_CLOSE_ALL_SESSIONS("C_CloseAllSessions", 14, "u"),
  C_LOGIN("C_Login", 18, "uupu"),
  C_LOGOUT("C_Logout", 19, "u"),
  C_GET_ATTRIBUTE_VALUE("C_GetAttributeValue", 24, "uupu"),
  C_FIND_OBJECTS_INIT("C_FindObjectsInit", 26, "upu"),
  C_FIND_OBJECTS("C_FindObjects", 27, "upup"),
  C_FIND_OBJECTS_FINAL("C_FindObjectsFinal", 28, "u"),
  C_SIGN_INIT("C_SignInit", 42, "upu"),
  C_SIGN("C_Sign", 43, "upupp");

  /** How many pointers there are up to the last one used. */
  static final int POINTERS = 44;

  private final String cName;
  private final int index;
  private final String parameters;

  /** The parameters: p a pointer, u a CK_ULONG, b a CK_BBOOL. */
  Function(String cName, int index, String parameters) {
    this.cName = cName;
    this.index = index;
    this.parameters = parameters;
  }

  String cName() {
    return cName;
  }

  /** Its place in the list, counted from C_Initialize. */
  int index() {
    return index;
  }

  FunctionDescriptor descriptor(Layout layout) {
    MemoryLayout[] arguments =
        parameters
            .chars()
            .mapToObj(kind ->
                switch (kind) {
                  case 'u' -> layout.ulong();
                  case 'b' -> ValueLayout.JAVA_BYTE;
                  default -> ValueLayout.ADDRESS;
                })
            .toArray(MemoryLayout[]::new);
    return FunctionDescriptor.of(layout.ulong(), arguments);
  }
}
