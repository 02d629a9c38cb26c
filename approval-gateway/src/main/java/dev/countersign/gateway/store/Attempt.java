package dev.countersign.gateway.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is remembered of an attempt, accepted or refused, so that a reuse out of context can be
 * investigated.
 *
 * @param outcome {@code accepted}, {@code repeated} (the first answer was given again) or the
 *     refusal code
 * @param binding every attribute that bound the attempt to its context, as far as it was known;
 *     names are those of the protocol. Never a secret or an envelope
 */
public record Attempt(Kind kind, String outcome, SequencedMap<String, String> binding) {
  public static final String ACCEPTED = "accepted";
  public static final String REPEATED = "repeated";

  /** What was attempted. */
  public enum Kind {
    SESSION,
    ASK,
    CHALLENGE,
    DECISION,
    REDEMPTION,
    WITNESS,
    ENROLMENT,
    TOKEN_CHANGE;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind ofWire(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  public Attempt {
    binding = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(binding));
  }

  public static Attempt accepted(Kind kind, Map<String, String> binding) {
    return new Attempt(kind, ACCEPTED, new LinkedHashMap<>(binding));
  }

  public static Attempt repeated(Kind kind, Map<String, String> binding) {
    return new Attempt(kind, REPEATED, new LinkedHashMap<>(binding));
  }

  public static Attempt refused(Kind kind, String code, Map<String, String> binding) {
    return new Attempt(kind, code, new LinkedHashMap<>(binding));
  }
}
