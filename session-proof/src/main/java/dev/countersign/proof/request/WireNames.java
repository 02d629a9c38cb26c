package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import java.util.function.Function;

/** Reads members whose value is one of a closed list of names. */
final class WireNames {
  private WireNames() {}

  static <E extends Enum<E>> E read(
      ObjectReader reader, String member, E[] values, Function<E, String> wire)
      throws RefusedException {
    String text = reader.string(member);
    for (E value : values) {
      if (wire.apply(value).equals(text)) {
        return value;
      }
    }
    throw reader.refused(member, "is not one of the listed values");
  }
}
