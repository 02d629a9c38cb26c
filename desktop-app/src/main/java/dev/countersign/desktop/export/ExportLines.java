package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AuditEntry;

/** A format that writes one piece of text for each entry. */
interface ExportLines {
  /** What stands before the first entry. */
  default String head() {
    return "";
  }

  String line(AuditEntry entry);

  /** What stands for an entry that is withheld. */
  String withheld(AuditEntry entry);

  /** What stands after the last entry. */
  default String end(long written) {
    return "";
  }
}
