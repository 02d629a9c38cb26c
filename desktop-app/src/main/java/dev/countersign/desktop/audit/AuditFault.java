package dev.countersign.desktop.audit;

/**
 * Why the audit log cannot be used for what was asked. While it lasts, no decision can be signed.
 *
 * @param kind for programs
 * @param sentence for people: what happened and the next step; holds no secret
 */
public record AuditFault(Kind kind, String sentence) {
  /** The kinds of fault. */
  public enum Kind {
    /** The file system has no room left. */
    DISK_FULL,
    /** The file or its folder cannot be written. */
    READ_ONLY,
    /** Another program holds the file. */
    LOCKED,
    /** The file is damaged, or was changed by something other than this program. */
    DAMAGED,
    /** The operating system reported an input or output error. */
    IO_ERROR,
    /** The file is not an audit log of this product. */
    FOREIGN_FILE,
    /** The file was written by a newer version. */
    NEWER_FORMAT,
    /** The log belongs to another device or enrolment. */
    OTHER_DEVICE,
    /** The path is no regular file of this user. */
    UNSAFE_PATH,
    /** The deadline passed; the entry may still become durable, but must be treated as missing. */
    TIMED_OUT,
    /** The waiting thread was interrupted; treat the entry as missing. */
    INTERRUPTED,
    /** The entry is larger than an entry may be. */
    TOO_LARGE,
    /** A witness knows another history of this log. */
    CONTRADICTED,
    /** The log was closed, or too many entries wait. */
    UNAVAILABLE
  }
}
