package dev.countersign.bridge.demo.piv;

import dev.countersign.proof.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * A command to a card (ISO/IEC 7816-4 §5.1), in the short or the extended form.
 *
 * @param le how many bytes are expected at most; 0 when none are
 */
record CommandApdu(int cla, int ins, int p1, int p2, Bytes data, int le) {

  private static final int HEADER = 4;
  private static final int CHAINED = 0x10;

  /** Reads one; empty when the lengths do not fit. */
  static Optional<CommandApdu> parse(byte[] apdu) {
    if (apdu.length < HEADER) {
      return Optional.empty();
    }
    int body = apdu.length - HEADER;
    if (body == 0) {
      return Optional.of(of(apdu, HEADER, 0, 0));
    }
    if (apdu[HEADER] != 0 || body == 1) {
      return parseShort(apdu, body);
    }
    return body < 3 ? Optional.empty() : parseExtended(apdu, body);
  }

  private static Optional<CommandApdu> parseShort(byte[] apdu, int body) {
    int first = apdu[HEADER] & 0xff;
    if (body == 1) {
      return Optional.of(of(apdu, HEADER, 0, expected(first, 0x100)));
    }
    int end = HEADER + 1 + first;
    if (apdu.length == end) {
      return Optional.of(of(apdu, HEADER + 1, first, 0));
    }
    return apdu.length == end + 1
        ? Optional.of(of(apdu, HEADER + 1, first, expected(apdu[end] & 0xff, 0x100)))
        : Optional.empty();
  }

  private static Optional<CommandApdu> parseExtended(byte[] apdu, int body) {
    int first = number(apdu, HEADER + 1);
    if (body == 3) {
      return Optional.of(of(apdu, HEADER, 0, expected(first, 0x10000)));
    }
    int end = HEADER + 3 + first;
    if (apdu.length == end) {
      return Optional.of(of(apdu, HEADER + 3, first, 0));
    }
    return apdu.length == end + 2
        ? Optional.of(of(apdu, HEADER + 3, first, expected(number(apdu, end), 0x10000)))
        : Optional.empty();
  }

  private static CommandApdu of(byte[] apdu, int from, int length, int le) {
    return new CommandApdu(
        apdu[0] & 0xff,
        apdu[1] & 0xff,
        apdu[2] & 0xff,
        apdu[3] & 0xff,
        Bytes.of(Arrays.copyOfRange(apdu, from, from + length)),
        le);
  }

  private static int number(byte[] apdu, int at) {
    return (apdu[at] & 0xff) << 8 | (apdu[at + 1] & 0xff);
  }

  private static int expected(int encoded, int all) {
    return encoded == 0 ? all : encoded;
  }

  /** Whether more of the same command follows (ISO/IEC 7816-4 §5.1.1.1). */
  boolean isChained() {
    return (cla & CHAINED) != 0;
  }

  /** Whether the class byte is one that this card understands: no secure messaging, channel 0. */
  boolean isPlain() {
    return (cla & ~CHAINED) == 0;
  }

  /** Whether this goes on with a command that was begun before. */
  boolean continues(CommandApdu begun) {
    return ins == begun.ins && p1 == begun.p1 && p2 == begun.p2;
  }

  CommandApdu withData(byte[] all) {
    return new CommandApdu(cla, ins, p1, p2, Bytes.of(all), le);
  }
}
