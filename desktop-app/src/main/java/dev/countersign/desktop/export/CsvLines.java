package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.EntryFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Entries as CSV with a heading. Not verifiable: it holds what entries say, not their bytes. */
final class CsvLines implements ExportLines {
  static final List<String> COLUMNS =
      List.of(
          "entry",
          "time",
          "type",
          "decision",
          "outcome",
          "code",
          "request_id",
          "requester",
          "requester_type",
          "on_behalf_of",
          "action",
          "risk",
          "reason",
          "session_id",
          "approver",
          "device_jkt",
          "intent_index",
          "request_sha256",
          "display_digest",
          "challenge_sha256",
          "details");

  @Override
  public String head() {
    return Csv.row(COLUMNS);
  }

  @Override
  public String line(AuditEntry entry) {
    EntryFacts facts = EntryFacts.of(entry);
    List<String> fields = new ArrayList<>();
    fields.add(Long.toString(facts.index()));
    fields.add(facts.at() == 0 ? "" : Instant.ofEpochSecond(facts.at()).toString());
    fields.add(facts.type());
    COLUMNS.stream().skip(3).map(facts::value).forEach(fields::add);
    return Csv.row(fields);
  }

  @Override
  public String withheld(AuditEntry entry) {
    return Csv.row(
        COLUMNS.stream()
            .map(column ->
                switch (column) {
                  case "entry" -> Long.toString(entry.index());
                  case "type" -> "withheld";
                  default -> "";
                })
            .toList());
  }
}
