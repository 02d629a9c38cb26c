package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AuditEntry;
import java.util.Set;

/**
 * Which entries are withheld: only the hash of their leaf leaves the device. It tells nothing about
 * the content, because every entry has random bytes.
 *
 * @param types values of {@link AuditEntry#type}
 * @param entries entry numbers
 */
public record Redaction(Set<String> types, Set<Long> entries) {
  /** Withholds nothing. */
  public static final Redaction NONE = new Redaction(Set.of(), Set.of());

  public Redaction {
    types = Set.copyOf(types);
    entries = Set.copyOf(entries);
    for (String type : types) {
      if (!AuditEntry.types().contains(type)) {
        throw new IllegalArgumentException("no entry has the type " + type);
      }
    }
  }

  public boolean isNone() {
    return types.isEmpty() && entries.isEmpty();
  }

  boolean withholds(AuditEntry entry) {
    return entries.contains(entry.index()) || types.contains(entry.type());
  }
}
