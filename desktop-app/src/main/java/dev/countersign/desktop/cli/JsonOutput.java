package dev.countersign.desktop.cli;

import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * One line of JSON on standard output, which may be a terminal: what could move its cursor or hide
 * text is written as an escape, as JSON allows.
 */
final class JsonOutput {
  private JsonOutput() {}

  /** A constant's name as it is in JSON. */
  static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static void print(PrintWriter out, JsonObject json) {
    out.println(Printable.json(JsonWriter.compactText(json)));
    out.flush();
  }
}
