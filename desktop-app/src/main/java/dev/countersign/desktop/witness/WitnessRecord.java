package dev.countersign.desktop.witness;

import dev.countersign.desktop.enrollment.PrivateFile;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the desk must not forget about its second witnesses when it ends: which ones there were, so
 * that a change is recorded, and their alarms, so that a start does not silence them. Strict JSON,
 * mode 0600.
 *
 * @param witnesses the keys' lines, in the order of the settings
 * @param alarms by the key's line
 */
record WitnessRecord(List<String> witnesses, Map<String, WitnessAlarm> alarms) {
  private static final String WITNESS = "witness";

  WitnessRecord {
    witnesses = List.copyOf(witnesses);
    alarms = Map.copyOf(alarms);
  }

  /**
   * Reads it; without a file nothing was.
   *
   * @throws IOException when it cannot be known whether there was an alarm
   */
  static WitnessRecord load(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new WitnessRecord(List.of(), Map.of());
    }
    try {
      return read(
          new ObjectReader(
              StrictJson.parseObject(PrivateFile.read(file)),
              "witness record",
              RefusalCode.MALFORMED_JSON));
    } catch (RefusedException damaged) {
      throw new IOException(
          "what the second witnesses said is not readable: " + damaged.getMessage(), damaged);
    }
  }

  void save(Path file) throws IOException {
    List<JsonValue> told = new ArrayList<>();
    alarms.forEach((line, alarm) ->
        told.add(
            JsonObject.builder()
                .put(WITNESS, line)
                .put("kind", alarm.kind().wire())
                .put("at", alarm.at())
                .put("known", alarm.known())
                .put("shown", alarm.shown())
                .build()));
    PrivateFile.write(
        file,
        JsonWriter.compact(
            JsonObject.builder()
                .put("v", 1)
                .put("witnesses", JsonArray.ofStrings(witnesses))
                .put("alarms", new JsonArray(told))
                .build()));
  }

  private static WitnessRecord read(ObjectReader in) throws RefusedException {
    if (in.unsigned("v") != 1) {
      throw in.refused("v", "is not 1");
    }
    Map<String, WitnessAlarm> alarms = new LinkedHashMap<>();
    List<String> witnesses = in.strings("witnesses");
    for (ObjectReader each : in.readers("alarms")) {
      alarms.put(
          each.string(WITNESS),
          new WitnessAlarm(
              kind(each), each.unsigned("at"), each.unsigned("known"), each.unsigned("shown")));
      each.end();
    }
    in.end();
    return new WitnessRecord(witnesses, alarms);
  }

  private static WitnessAlarm.Kind kind(ObjectReader in) throws RefusedException {
    String wire = in.string("kind");
    return Arrays.stream(WitnessAlarm.Kind.values())
        .filter(kind -> kind.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> in.refused("kind", "is not known"));
  }
}
