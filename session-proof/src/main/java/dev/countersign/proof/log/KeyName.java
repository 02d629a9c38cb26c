package dev.countersign.proof.log;

/** The rule for origins and key names: what a note line can carry without ambiguity. */
final class KeyName {
  private static final int MAX_LENGTH = 255;

  private KeyName() {}

  /**
   * Printable ASCII without space and plus, 1 to 255 characters: narrower than C2SP, so that no two
   * names look alike.
   */
  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '+');
  }

  static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "a key name or origin is 1 to 255 printable ASCII characters without space and plus");
    }
    return name;
  }
}
