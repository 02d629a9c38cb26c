package dev.countersign.desktop.cli;

import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import java.io.PrintWriter;

/** One line of JSON on standard output. */
final class JsonOutput {
  private JsonOutput() {}

  static void print(PrintWriter out, JsonObject json) {
    out.println(JsonWriter.compactText(json));
    out.flush();
  }
}
