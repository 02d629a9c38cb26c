package dev.countersign.gateway.store;

import java.util.Locale;

/**
 * A device's log was not the one that was witnessed; the device is suspended since.
 *
 * @param at Unix seconds
 * @param correlationId of the call or the request in which it was noticed
 * @param witnessed what was remembered
 * @param shown what the device signed instead
 */
public record Alarm(
    String id,
    long at,
    Kind kind,
    Device device,
    String correlationId,
    WitnessedHead witnessed,
    WitnessedHead shown) {
  /** What it looks like; a copied profile can look like either. */
  public enum Kind {
    /** As long or longer, with other entries. */
    FORK,
    /** Shorter, and not the beginning of what was witnessed as far as it could show. */
    ROLL_BACK;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kind that follows from the two heads. */
  public static Kind kind(WitnessedHead witnessed, WitnessedHead shown) {
    return shown.size() < witnessed.size() ? Kind.ROLL_BACK : Kind.FORK;
  }
}
