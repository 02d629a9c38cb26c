package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.LogVerdict.Changed;
import dev.countersign.desktop.audit.LogVerdict.Facts;
import dev.countersign.desktop.audit.LogVerdict.Intact;
import dev.countersign.desktop.audit.LogVerdict.Truncated;
import dev.countersign.desktop.audit.LogVerdict.Unsealed;
import dev.countersign.desktop.audit.LogVerdict.Unusable;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.TreeHashing;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One run of the verifier over an open database: collects findings, then decides. */
final class LogExamination {
  private final LogSnapshot snapshot;
  private final Connection db;
  private final VerifierKeys keys;
  private final List<OutsideHead> outside;
  private final TreeExamination tree;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> missingGuardRails = new ArrayList<>();
  private Facts facts;

  LogExamination(
      LogSnapshot snapshot, VerifierKeys keys, List<OutsideHead> outside, TreeExamination tree) {
    this.snapshot = snapshot;
    this.db = snapshot.db();
    this.keys = keys;
    this.outside = outside;
    this.tree = tree;
    this.facts = new Facts(0, TreeHashing.emptyRoot(), Optional.empty(), notChecked());
  }

  /**
   * @throws SQLException if the file cannot be read as a database at all
   */
  LogVerdict run() throws SQLException, IOException, InterruptedException {
    Optional<String> notALog = notALog();
    if (notALog.isPresent()) {
      if (!snapshot.saysItIsALog()) {
        return new Unusable("The database file is not an audit log.");
      }
      findings.add(Finding.general(notALog.get()));
      return changed();
    }
    int version = AuditSchema.userVersion(db);
    if (!AuditSchema.isKnown(version)) {
      return new Unusable("The audit log has a format this version does not know.");
    }
    try {
      return examine(version);
    } catch (SQLException damaged) {
      // It said it was one of our logs, and then could not be read: that is a change, not a wrong
      // file.
      findings.add(
          Finding.general(
              "the database is damaged (%s)".formatted(SqliteFaults.of(damaged).kind())));
    } catch (AuditUnreadableException | MissingNodeException damaged) {
      findings.add(Finding.general("the database is damaged"));
    }
    return changed();
  }

  /** Why it cannot be read as one, as a clause, if so. */
  private Optional<String> notALog() throws SQLException {
    try {
      return AuditSchema.applicationId(db) == AuditSchema.APPLICATION_ID
          ? Optional.empty()
          : Optional.of("its journal is of another database");
    } catch (SQLException unreadable) {
      return switch (SqliteFaults.of(unreadable).kind()) {
        case DAMAGED, FOREIGN_FILE -> Optional.of("the database is damaged");
        default -> throw unreadable;
      };
    }
  }

  private LogVerdict examine(int version) throws SQLException, IOException, InterruptedException {
    List<AuditSchema.Difference> differences = AuditSchema.differences(db, version);
    for (AuditSchema.Difference each : differences) {
      boolean guardRail = each.kind() == AuditSchema.Kind.MISSING_GUARD_RAIL;
      (guardRail ? missingGuardRails : findings).add(Finding.general(each.clause()));
    }
    if (differences.stream().anyMatch(each -> each.kind() == AuditSchema.Kind.TABLE)) {
      return changed();
    }
    StoredCheckpoints stored = StoredCheckpoints.read(db, new CheckpointCheck(keys));
    List<Finding> others = new ArrayList<>();
    LogScan.Result scan = tree.run(snapshot, this::integrity, others);
    facts =
        new Facts(
            scan.frontier().size(),
            scan.frontier().root(),
            scan.genesis().map(Genesis::origin),
            notChecked());
    findings.addAll(scan.findings());
    if (scan.sound()) {
      findings.addAll(new CheckpointComparison(scan, new AuditRows(db)).run(stored, outside));
    }
    findings.addAll(stored.findings());
    findings.addAll(others);
    return findings.isEmpty() ? ending(stored) : changed();
  }

  /** SQLite's own check of every page and constraint, over a connection of its own. */
  private List<Finding> integrity() throws SQLException, IOException {
    try (Connection own = snapshot.connect();
        Statement sql = own.createStatement();
        ResultSet row = sql.executeQuery("PRAGMA integrity_check(1)")) {
      return row.next() && "ok".equals(row.getString(1))
          ? List.of()
          : List.of(Finding.general("the database is damaged"));
    }
  }

  private LogVerdict ending(StoredCheckpoints stored) {
    long sealed = stored.sealedSize();
    long expected =
        outside.stream()
            .map(OutsideHead::checkpoint)
            .mapToLong(Checkpoint::size)
            .reduce(sealed, Math::max);
    if (expected > facts.entries()) {
      // Cutting rows takes dropping the triggers first: the cut is the news, not how it was done.
      return new Truncated(expected, facts);
    }
    if (!missingGuardRails.isEmpty()) {
      return changed();
    }
    if (facts.entries() == 0) {
      findings.add(Finding.at(0, "the log has no entry"));
      return changed();
    }
    return sealed < facts.entries() ? new Unsealed(sealed, facts) : new Intact(facts);
  }

  private Changed changed() {
    findings.addAll(missingGuardRails);
    OptionalLong first = findings.stream().flatMapToLong(finding -> finding.entry().stream()).min();
    List<String> clauses =
        findings.stream()
            .sorted((a, b) -> Long.compare(rank(a), rank(b)))
            .map(Finding::clause)
            .toList();
    return new Changed(first, clauses, facts);
  }

  private static long rank(Finding finding) {
    return finding.entry().orElse(Long.MAX_VALUE);
  }

  private List<String> notChecked() {
    boolean checkpoint =
        outside.stream().anyMatch(head -> head.source() == OutsideHead.Source.CHECKPOINT);
    List<String> notChecked = new ArrayList<>();
    if (!checkpoint) {
      notChecked.add("witness");
    }
    if (keys.device().isEmpty()) {
      notChecked.add("device_signature");
    }
    if (checkpoint && keys.witnesses().isEmpty()) {
      notChecked.add("witness_signature");
    }
    return notChecked;
  }
}
