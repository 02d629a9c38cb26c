package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.util.List;
import java.util.Locale;

/** How risky policy found the request, with its reasons in words. */
public record Risk(Level level, List<String> reasons) {
  /** In rising order. */
  public enum Level {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Risk {
    reasons = List.copyOf(reasons);
  }

  static Risk read(ObjectReader reader) throws RefusedException {
    Risk risk =
        new Risk(
            WireNames.read(reader, "level", Level.values(), Level::wire),
            reader.strings("reasons"));
    reader.end();
    return risk;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("level", level.wire())
        .put("reasons", JsonArray.ofStrings(reasons))
        .build();
  }
}
