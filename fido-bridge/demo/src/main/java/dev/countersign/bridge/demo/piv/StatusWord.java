package dev.countersign.bridge.demo.piv;

/** The two bytes at the end of an answer (SP 800-73-4 Part 2, table 1). */
final class StatusWord {

  static final int OK = 0x9000;
  static final int MORE = 0x6100;
  static final int WRONG_PIN = 0x63C0;
  static final int WRONG_LENGTH = 0x6700;
  static final int NO_SECURE_MESSAGING = 0x6882;
  static final int SECURITY_STATUS = 0x6982;
  static final int BLOCKED = 0x6983;
  static final int WRONG_DATA = 0x6A80;
  static final int NOT_FOUND = 0x6A82;
  static final int NO_SPACE = 0x6A84;
  static final int WRONG_PARAMETERS = 0x6A86;
  static final int NO_REFERENCE = 0x6A88;
  static final int UNKNOWN_INSTRUCTION = 0x6D00;
  static final int UNKNOWN_CLASS = 0x6E00;

  private StatusWord() {}
}
