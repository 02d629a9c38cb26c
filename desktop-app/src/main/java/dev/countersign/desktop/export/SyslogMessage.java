package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.EntryFacts;
import dev.countersign.proof.log.TreeHashing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * An entry as a message of RFC 5424: facility 13 (log audit), the entry number, its leaf hash and
 * its facts as structured data, its exact text as the message.
 */
final class SyslogMessage {
  private static final int FACILITY = 13;
  private static final int WARNING = 4;
  private static final int NOTICE = 5;
  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** 32473 is the enterprise number that RFC 5612 keeps for examples: the project has none. */
  private static final String SD_ID = "countersign@32473";

  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private SyslogMessage() {}

  static byte[] of(String origin, AuditEntry entry) {
    EntryFacts facts = EntryFacts.of(entry);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(facts, origin, entry).getBytes(StandardCharsets.UTF_8));
    out.writeBytes(BOM);
    out.writeBytes(entry.leaf().toArray());
    return out.toByteArray();
  }

  /** The same for an entry that is withheld: its number and leaf hash. */
  static byte[] withheld(String origin, AuditEntry entry) {
    EntryFacts facts =
        new EntryFacts(entry.index(), "withheld", 0, new java.util.LinkedHashMap<>());
    return header(facts, origin, entry).stripTrailing().getBytes(StandardCharsets.UTF_8);
  }

  private static String header(EntryFacts facts, String origin, AuditEntry entry) {
    int severity = facts.failed() ? WARNING : NOTICE;
    String time = facts.at() == 0 ? "-" : Instant.ofEpochSecond(facts.at()).toString();
    StringBuilder data = new StringBuilder("[" + SD_ID);
    param(data, "origin", origin);
    param(data, "entry", Long.toString(entry.index()));
    param(data, "leaf", TreeHashing.leaf(entry.leaf().toArray()).base64Url());
    facts
        .values()
        .forEach((name, value) -> {
          if (!name.equals("details")) {
            param(data, name, value);
          }
        });
    return "<"
        + (FACILITY * 8 + severity)
        + ">1 "
        + time
        + " - countersign - "
        + facts.type()
        + " "
        + data
        + "] ";
  }

  // RFC 5424 §6.3.3: these three are escaped, and no other. What could end a line where a collector
  // writes one for each message, or move a cursor, is written out; the message has the exact text.
  private static void param(StringBuilder data, String name, String value) {
    data.append(' ')
        .append(name)
        .append("=\"")
        .append(
            UNSEEN
                .matcher(value)
                .replaceAll(each -> "\\\\u{%x}".formatted(each.group().codePointAt(0)))
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("]", "\\]"))
        .append('"');
  }
}
