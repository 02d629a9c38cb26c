package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditFault.Kind;
import java.sql.SQLException;

/** SQLite result codes to faults with a sentence. */
final class SqliteFaults {
  // Primary result codes, https://sqlite.org/rescode.html
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int CONSTRAINT = 19;
  private static final int NOTADB = 26;

  private SqliteFaults() {}

  static AuditFault of(SQLException failure) {
    return switch (failure.getErrorCode() & 0xff) {
      case FULL -> new AuditFault(Kind.DISK_FULL, "The disk is full. Free space, then try again.");
      case READONLY, CANTOPEN ->
          new AuditFault(
              Kind.READ_ONLY,
              "The audit log cannot be written. Check the rights of its file and folder.");
      case BUSY, LOCKED ->
          new AuditFault(
              Kind.LOCKED, "Another program holds the audit log. Close it, then try again.");
      case NOTADB ->
          new AuditFault(Kind.FOREIGN_FILE, "The file is not a database. It was left as it is.");
      case CORRUPT ->
          new AuditFault(
              Kind.DAMAGED, "The audit log is damaged. Keep the file and verify it offline.");
      case CONSTRAINT ->
          new AuditFault(
              Kind.DAMAGED,
              "The audit log was changed by another program. Keep the file and verify it offline.");
      default ->
          new AuditFault(
              Kind.IO_ERROR,
              "The audit log could not be used (SQLite code " + failure.getErrorCode() + ").");
    };
  }
}
