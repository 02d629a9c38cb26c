package dev.countersign.proof.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Seeded changes of JSON text that parsers disagree about. */
public final class JsonMutator {
  private static final List<String> TOKENS =
      List.of(
          ",",
          ":",
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          "{}",
          "[]",
          "\"\"",
          "null",
          "true",
          "True",
          "0",
          "-0",
          "-1",
          "01",
          "1.0",
          "1e1",
          "1E+1",
          ".5",
          "+1",
          "9007199254740991",
          "9007199254740992",
          "-9007199254740992",
          "99999999999999999999",
          "NaN",
          "Infinity",
          " ",
          "\t",
          "\r\n",
          "\u000b",
          "\u00a0",
          "\u2028",
          "\ufeff",
          "\uffff",
          "\ufdd0",
          "\u0000",
          "\u007f",
          "\u0661",
          "\ud83d\ude00",
          "\\u0000",
          "\\u0041",
          "\\ud83d",
          "\\ude00",
          "\\ud83d\\ude00",
          "\\uD83D\\u0041",
          "\\uffff",
          "\\ufdd0",
          "\\/",
          "\\x41",
          "\\u00e",
          "\\uFF11\uff11",
          "/**/",
          "//",
          "'",
          "\"v\":1,",
          "\"__proto__\":1,",
          "\"0\":1,",
          "{\"a\":1,\"a\":2}",
          "{\"a\":1,\"\\u0061\":2}",
          "[[[[[[[[[[[[[]]]]]]]]]]]]]");

  private final Random random;

  public JsonMutator(long seed) {
    random = new Random(seed);
  }

  /** The text with one to three changes. */
  public byte[] mutate(byte[] document) {
    byte[] changed = document;
    for (int i = random.nextInt(3); i >= 0; i--) {
      changed = once(changed);
    }
    return changed;
  }

  /** A number below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  private byte[] once(byte[] document) {
    if (document.length == 0) {
      return token();
    }
    int at = random.nextInt(document.length);
    return switch (random.nextInt(8)) {
      case 0 -> spliced(document, at, 1, new byte[] {(byte) random.nextInt(256)});
      case 1 -> spliced(document, at, 1 + random.nextInt(3), new byte[0]);
      case 2 -> spliced(document, at, 0, token());
      case 3 -> spliced(document, at, 1, escape(document[at]));
      case 4 -> spliced(document, afterColon(document, at), valueLength(document, at), token());
      case 5 -> spliced(document, afterColon(document, at), 0, token());
      case 6 -> spliced(document, at, 0, part(document));
      default -> swapped(document, at);
    };
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] escape(byte character) {
    return "\\u%04x".formatted(character & 0x7f).getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] part(byte[] document) {
    int from = random.nextInt(document.length);
    int to = Math.min(document.length, from + 1 + random.nextInt(40));
    return java.util.Arrays.copyOfRange(document, from, to);
  }

  /** The two members or items on the sides of a comma change places. */
  private static byte[] swapped(byte[] document, int at) {
    String text = new String(document, StandardCharsets.ISO_8859_1);
    int comma = text.indexOf(',', at);
    int next = comma < 0 ? -1 : text.indexOf(',', comma + 1);
    int before = comma < 0 ? -1 : text.lastIndexOf(',', comma - 1);
    if (next < 0 || before < 0) {
      return document;
    }
    String changed =
        text.substring(0, before + 1)
            + text.substring(comma + 1, next)
            + ','
            + text.substring(before + 1, comma)
            + text.substring(next);
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int afterColon(byte[] document, int at) {
    for (int i = at; i < document.length; i++) {
      if (document[i] == ':') {
        return i + 1;
      }
    }
    return document.length;
  }

  private static int valueLength(byte[] document, int at) {
    int from = afterColon(document, at);
    int to = from;
    while (to < document.length && document[to] != ',' && document[to] != '}') {
      to++;
    }
    return to - from;
  }

  private static byte[] spliced(byte[] document, int at, int removed, byte[] inserted) {
    int rest = Math.min(document.length, at + removed);
    byte[] changed = new byte[at + inserted.length + document.length - rest];
    System.arraycopy(document, 0, changed, 0, at);
    System.arraycopy(inserted, 0, changed, at, inserted.length);
    System.arraycopy(document, rest, changed, at + inserted.length, document.length - rest);
    return changed;
  }
}
