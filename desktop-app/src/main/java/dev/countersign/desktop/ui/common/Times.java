package dev.countersign.desktop.ui.common;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in words; always UTC, so that two desks and the audit log say the same. */
public final class Times {
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Times() {}

  /** For example {@code 22 Nov 2026, 10:41:07 UTC}. */
  public static String full(Instant instant) {
    return FULL.format(instant);
  }

  /** For example {@code 10:41:07 UTC}. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** The time from now to then as {@code mm:ss}, or {@code h:mm:ss}; never negative. */
  public static String left(Instant now, Instant then) {
    long seconds = Math.max(0, secondsLeft(now, then));
    return seconds < 3600
        ? "%02d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** Whole seconds from now to then, rounded up; negative when then has passed. */
  public static long secondsLeft(Instant now, Instant then) {
    return Math.ceilDiv(Duration.between(now, then).toMillis(), 1000);
  }
}
