package dev.countersign.desktop.audit;

import java.util.OptionalLong;

/** One thing that is wrong with a log file; {@code entry} is the first entry it concerns. */
record Finding(OptionalLong entry, String clause) {
  static Finding at(long entry, String clause) {
    return new Finding(OptionalLong.of(entry), clause);
  }

  static Finding general(String clause) {
    return new Finding(OptionalLong.empty(), clause);
  }
}
