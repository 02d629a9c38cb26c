package dev.countersign.desktop.audit;

/** What opening the audit log gave. */
public sealed interface OpenOutcome {
  /** The log is open; the caller owns it and closes it. */
  record Opened(AuditLog log) implements OpenOutcome {}

  /** The log cannot be used; nothing was changed and nothing may be signed. */
  record NotOpened(AuditFault fault) implements OpenOutcome {}
}
