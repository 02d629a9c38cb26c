package dev.countersign.desktop.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The {@code type} of entries that are no decision. */
enum EventType {
  START,
  STOP,
  RECOVERY,
  LOG_HEAD,
  TOKEN_EVENT,
  ENROLMENT,
  SETTINGS,
  FEED_LOSS,
  EXPORT,
  WITNESS_ALARM;

  /** The value of {@code type} in the entry. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<EventType> fromWire(String wire) {
    return Arrays.stream(values()).filter(type -> type.wire().equals(wire)).findFirst();
  }
}
