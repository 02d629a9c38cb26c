package dev.countersign.proof.x509;

import dev.countersign.proof.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as RFC 5280 §4.1.2.5 wants them: {@code YYMMDDHHMMSSZ} for the years 1950 to 2049 and
 * {@code YYYYMMDDHHMMSSZ}, no fraction, no other zone.
 */
final class DerTime {
  private static final int UTC_LENGTH = 13;
  private static final int GENERALIZED_LENGTH = 15;

  private DerTime() {}

  static boolean isNext(DerReader reader) {
    return reader.nextIs(DerReader.UTC_TIME) || reader.nextIs(DerReader.GENERALIZED_TIME);
  }

  /** A UTCTime or GeneralizedTime, in Unix seconds. */
  static long read(DerReader reader) throws RefusedException {
    if (!reader.nextIs(DerReader.UTC_TIME)) {
      return generalized(reader);
    }
    String text = text(reader, DerReader.UTC_TIME, UTC_LENGTH);
    String century = text.charAt(0) >= '5' ? "19" : "20";
    return seconds(reader, century + text);
  }

  /** A GeneralizedTime, in Unix seconds. */
  static long generalized(DerReader reader) throws RefusedException {
    return seconds(reader, text(reader, DerReader.GENERALIZED_TIME, GENERALIZED_LENGTH));
  }

  private static String text(DerReader reader, int tag, int length) throws RefusedException {
    String text = new String(reader.primitive(tag), StandardCharsets.ISO_8859_1);
    boolean formed = text.length() == length && text.endsWith("Z");
    for (int i = 0; formed && i < length - 1; i++) {
      formed = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!formed) {
      throw reader.refused("a time is not digits and Z");
    }
    return text;
  }

  private static long seconds(DerReader reader, String text) throws RefusedException {
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 4, 6),
              number(text, 6, 8),
              number(text, 8, 10),
              number(text, 10, 12),
              number(text, 12, 14))
          .toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException noSuchTime) {
      throw reader.refused("there is no such time");
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
