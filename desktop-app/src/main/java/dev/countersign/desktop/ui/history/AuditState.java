package dev.countersign.desktop.ui.history;

import java.time.Instant;
import java.util.OptionalLong;

/** What is known of the local audit log's integrity. */
public sealed interface AuditState {

  /**
   * Every entry was recomputed and agrees with the tree.
   *
   * @param entries how many there are
   * @param witnessed the tree size up to which it was witnessed, if it ever was
   * @param witness whose signature says so
   * @param since when the verification ended; since then only this desk has written
   */
  record Verified(long entries, OptionalLong witnessed, String witness, Instant since)
      implements AuditState {}

  /** It was not checked since the desk started. */
  record NotChecked() implements AuditState {}

  /** It is being checked; decisions can be made meanwhile. */
  record Checking(long done, long total) implements AuditState {}

  /**
   * The check failed: no decision may be made with this log.
   *
   * @param sentence the first fault, for a person
   */
  record Broken(String sentence) implements AuditState {}
}
