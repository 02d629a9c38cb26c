package dev.countersign.bridge.pkcs11.binding;

import java.util.Map;

/** The return values that are told apart (§3.6 of the specification). */
public final class Rv {

  public static final long OK = 0x0;
  public static final long CANCEL = 0x1;
  public static final long SLOT_ID_INVALID = 0x3;
  public static final long DEVICE_ERROR = 0x30;
  public static final long DEVICE_REMOVED = 0x32;
  public static final long FUNCTION_CANCELED = 0x50;
  public static final long KEY_HANDLE_INVALID = 0x60;
  public static final long MECHANISM_INVALID = 0x70;
  public static final long MECHANISM_PARAM_INVALID = 0x71;
  public static final long OBJECT_HANDLE_INVALID = 0x82;
  public static final long PIN_INCORRECT = 0xA0;
  public static final long PIN_INVALID = 0xA1;
  public static final long PIN_LEN_RANGE = 0xA2;
  public static final long PIN_EXPIRED = 0xA3;
  public static final long PIN_LOCKED = 0xA4;
  public static final long SESSION_CLOSED = 0xB0;
  public static final long SESSION_COUNT = 0xB1;
  public static final long SESSION_HANDLE_INVALID = 0xB3;
  public static final long TOKEN_NOT_PRESENT = 0xE0;
  public static final long TOKEN_NOT_RECOGNIZED = 0xE1;
  public static final long USER_NOT_LOGGED_IN = 0x101;
  public static final long USER_PIN_NOT_INITIALIZED = 0x102;
  public static final long USER_ANOTHER_ALREADY_LOGGED_IN = 0x104;
  public static final long BUFFER_TOO_SMALL = 0x150;
  public static final long CRYPTOKI_ALREADY_INITIALIZED = 0x191;
  public static final long FUNCTION_REJECTED = 0x200;
  static final long ATTRIBUTE_SENSITIVE = 0x11;
  static final long ATTRIBUTE_TYPE_INVALID = 0x12;

  private static final Map<Long, String> NAMES =
      Map.ofEntries(
          Map.entry(CANCEL, "CKR_CANCEL"),
          Map.entry(0x2L, "CKR_HOST_MEMORY"),
          Map.entry(SLOT_ID_INVALID, "CKR_SLOT_ID_INVALID"),
          Map.entry(0x5L, "CKR_GENERAL_ERROR"),
          Map.entry(0x6L, "CKR_FUNCTION_FAILED"),
          Map.entry(0x7L, "CKR_ARGUMENTS_BAD"),
          Map.entry(ATTRIBUTE_SENSITIVE, "CKR_ATTRIBUTE_SENSITIVE"),
          Map.entry(ATTRIBUTE_TYPE_INVALID, "CKR_ATTRIBUTE_TYPE_INVALID"),
          Map.entry(0x21L, "CKR_DATA_LEN_RANGE"),
          Map.entry(DEVICE_ERROR, "CKR_DEVICE_ERROR"),
          Map.entry(0x31L, "CKR_DEVICE_MEMORY"),
          Map.entry(DEVICE_REMOVED, "CKR_DEVICE_REMOVED"),
          Map.entry(FUNCTION_CANCELED, "CKR_FUNCTION_CANCELED"),
          Map.entry(0x54L, "CKR_FUNCTION_NOT_SUPPORTED"),
          Map.entry(KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID"),
          Map.entry(0x68L, "CKR_KEY_FUNCTION_NOT_PERMITTED"),
          Map.entry(MECHANISM_INVALID, "CKR_MECHANISM_INVALID"),
          Map.entry(MECHANISM_PARAM_INVALID, "CKR_MECHANISM_PARAM_INVALID"),
          Map.entry(OBJECT_HANDLE_INVALID, "CKR_OBJECT_HANDLE_INVALID"),
          Map.entry(0x91L, "CKR_OPERATION_NOT_INITIALIZED"),
          Map.entry(PIN_INCORRECT, "CKR_PIN_INCORRECT"),
          Map.entry(PIN_INVALID, "CKR_PIN_INVALID"),
          Map.entry(PIN_LEN_RANGE, "CKR_PIN_LEN_RANGE"),
          Map.entry(PIN_EXPIRED, "CKR_PIN_EXPIRED"),
          Map.entry(PIN_LOCKED, "CKR_PIN_LOCKED"),
          Map.entry(SESSION_CLOSED, "CKR_SESSION_CLOSED"),
          Map.entry(SESSION_COUNT, "CKR_SESSION_COUNT"),
          Map.entry(SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID"),
          Map.entry(TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT"),
          Map.entry(TOKEN_NOT_RECOGNIZED, "CKR_TOKEN_NOT_RECOGNIZED"),
          Map.entry(0x100L, "CKR_USER_ALREADY_LOGGED_IN"),
          Map.entry(USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN"),
          Map.entry(USER_PIN_NOT_INITIALIZED, "CKR_USER_PIN_NOT_INITIALIZED"),
          Map.entry(USER_ANOTHER_ALREADY_LOGGED_IN, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN"),
          Map.entry(BUFFER_TOO_SMALL, "CKR_BUFFER_TOO_SMALL"),
          Map.entry(0x190L, "CKR_CRYPTOKI_NOT_INITIALIZED"),
          Map.entry(FUNCTION_REJECTED, "CKR_FUNCTION_REJECTED"));

  private Rv() {}

  /** Its name in the specification, or its number. */
  public static String name(long code) {
    String name = NAMES.get(code);
    return name == null ? "CKR 0x" + Long.toHexString(code) : name;
  }
}
