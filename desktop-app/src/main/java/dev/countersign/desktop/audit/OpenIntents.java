package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the last run ended, by reading backwards to its start. */
final class OpenIntents {
  private static final int PAGE = 256;

  private OpenIntents() {}

  /** Reads entries below a number, newest first. */
  @FunctionalInterface
  interface Pages {
    List<AuditEntry> below(long before, int limit);
  }

  static List<AuditEntry> in(Pages log, long size) {
    Set<Long> ended = new HashSet<>();
    List<AuditEntry> open = new ArrayList<>();
    long before = size;
    while (before > 0) {
      List<AuditEntry> page = log.below(before, PAGE);
      for (AuditEntry entry : page) {
        if (isStart(entry)) {
          return open.reversed();
        }
        collect(entry, ended, open);
      }
      before = page.isEmpty() ? 0 : page.getLast().index();
    }
    return open.reversed();
  }

  static boolean endedCleanly(Pages log, long size) {
    long before = size;
    while (before > 0) {
      List<AuditEntry> page = log.below(before, PAGE);
      for (AuditEntry entry : page) {
        if (entry.content() instanceof Content.Happened(long _, DeskEvent event)) {
          if (event instanceof DeskEvent.Stopped) {
            return true;
          }
          if (event instanceof DeskEvent.Started) {
            return false;
          }
        }
      }
      before = page.isEmpty() ? 0 : page.getLast().index();
    }
    return true;
  }

  private static void collect(AuditEntry entry, Set<Long> ended, List<AuditEntry> open) {
    switch (entry.content()) {
      case Content.Ended outcome -> ended.add(outcome.intentIndex());
      case Content.Intended intent -> {
        if (!ended.contains(entry.index())) {
          open.add(entry);
        }
      }
      case Content.Begun begun -> {}
      case Content.Happened happened -> {}
      case Content.Unreadable unreadable -> {}
    }
  }

  private static boolean isStart(AuditEntry entry) {
    return entry.content() instanceof Content.Happened happened
        && happened.event() instanceof DeskEvent.Started;
  }
}
