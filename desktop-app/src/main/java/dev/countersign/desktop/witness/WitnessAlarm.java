package dev.countersign.desktop.witness;

import dev.countersign.desktop.audit.DeskEvent.Word;
import java.util.Locale;

/**
 * What a second witness answered that no honest log of this device explains.
 *
 * @param at Unix seconds by the device's clock
 * @param known the size that the witness knows; 0 when it did not say
 * @param shown the size that this log has
 */
public record WitnessAlarm(Kind kind, long at, long known, long shown) {
  /** What it looks like. */
  public enum Kind implements Word {
    /** It knows other entries. */
    FORK,
    /** It knows more entries than there are here. */
    ROLL_BACK,
    /** It does not trust this device's key, or no longer. */
    NOT_TRUSTED
  }

  /** One sentence for a person. */
  public String sentence(String witness) {
    return switch (kind) {
      case FORK ->
          "The witness "
              + witness
              + " knows another history of this device's log than the one here.";
      case ROLL_BACK ->
          String.format(
              Locale.ROOT,
              "The witness %s has seen %,d entries of this device's log; here are only %,d.",
              witness,
              known,
              shown);
      case NOT_TRUSTED ->
          "The witness " + witness + " does not trust this device's log, or no longer.";
    };
  }
}
