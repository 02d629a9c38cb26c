package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.LogVerdict.Changed;
import dev.countersign.desktop.audit.LogVerdict.Facts;
import dev.countersign.desktop.audit.LogVerdict.Intact;
import dev.countersign.desktop.audit.LogVerdict.Truncated;
import dev.countersign.desktop.audit.LogVerdict.Unsealed;
import dev.countersign.desktop.audit.LogVerdict.Unusable;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.TreeHashing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** One run of the verifier over an open database: collects findings, then decides. */
final class LogExamination {
  private final Connection db;
  private final VerifierKeys keys;
  private final CheckpointCheck check;
  private final Optional<Checkpoint> outside;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> missingGuardRails = new ArrayList<>();

  LogExamination(
      Connection db, VerifierKeys keys, CheckpointCheck check, Optional<Checkpoint> outside) {
    this.db = db;
    this.keys = keys;
    this.check = check;
    this.outside = outside;
  }

  /**
   * @throws SQLException if the file cannot be read as a database at all
   */
  LogVerdict run() throws SQLException {
    int application = AuditSchema.applicationId(db);
    int version = AuditSchema.userVersion(db);
    if (application != AuditSchema.APPLICATION_ID) {
      return new Unusable("The database file is not an audit log.");
    }
    if (version != AuditSchema.USER_VERSION) {
      return new Unusable("The audit log has a format this version does not know.");
    }
    try {
      return examine();
    } catch (SQLException damaged) {
      // It said it was one of our logs, and then could not be read: that is a change, not a wrong
      // file.
      findings.add(
          Finding.general(
              "the database is damaged (%s)".formatted(SqliteFaults.of(damaged).kind())));
    } catch (AuditUnreadableException damaged) {
      findings.add(Finding.general("the database is damaged"));
    }
    return changed(new Facts(0, TreeHashing.emptyRoot(), Optional.empty(), notChecked()));
  }

  private LogVerdict examine() throws SQLException {
    List<AuditSchema.Difference> differences = AuditSchema.differences(db);
    for (AuditSchema.Difference each : differences) {
      boolean guardRail = each.kind() == AuditSchema.Kind.MISSING_GUARD_RAIL;
      (guardRail ? missingGuardRails : findings).add(Finding.general(each.clause()));
    }
    if (differences.stream().anyMatch(each -> each.kind() == AuditSchema.Kind.TABLE)) {
      return changed(new Facts(0, TreeHashing.emptyRoot(), Optional.empty(), notChecked()));
    }
    StoredCheckpoints stored = StoredCheckpoints.read(db, check);
    LogScan.Result scan = new LogScan(db, sizes(stored)).run();
    findings.addAll(scan.findings());
    if (scan.sound()) {
      compare(stored, scan);
    }
    findings.addAll(stored.findings());
    integrity();
    Facts facts =
        new Facts(
            scan.frontier().size(),
            scan.frontier().root(),
            scan.genesis().map(Genesis::origin),
            notChecked());
    return findings.isEmpty() ? ending(stored, facts) : changed(facts);
  }

  private Set<Long> sizes(StoredCheckpoints stored) {
    Set<Long> sizes = new HashSet<>();
    stored.good().forEach(checkpoint -> sizes.add(checkpoint.size()));
    outside.ifPresent(checkpoint -> sizes.add(checkpoint.size()));
    return sizes;
  }

  /** Compares every checkpoint with the log; names the first entry that none proves any more. */
  private void compare(StoredCheckpoints stored, LogScan.Result scan) {
    TreeSet<Long> proven = new TreeSet<>(List.of(0L));
    List<Checkpoint> mismatches = new ArrayList<>();
    for (Checkpoint checkpoint : stored.good()) {
      if (!agrees(checkpoint, scan)) {
        mismatches.add(checkpoint);
      } else if (checkpoint.size() <= scan.frontier().size()) {
        proven.add(checkpoint.size());
      }
    }
    outside
        .filter(checkpoint -> !agrees(checkpoint, scan))
        .ifPresent(checkpoint -> findings.add(contradiction(checkpoint, proven, scan)));
    for (Checkpoint checkpoint : mismatches) {
      // Below a checkpoint that agrees the entries are proven, and only this checkpoint is wrong.
      findings.add(
          checkpoint.size() > proven.last()
              ? Finding.at(proven.last(), mismatch(checkpoint, scan))
              : Finding.general(mismatch(checkpoint, scan)));
    }
  }

  /**
   * The checkpoint from outside wins: what is stored beside the entries could have been made with
   * them.
   */
  private static Finding contradiction(
      Checkpoint checkpoint, NavigableSet<Long> proven, LogScan.Result scan) {
    Long below = otherLog(checkpoint, scan) ? null : proven.lower(checkpoint.size());
    return Finding.at(below == null ? 0 : below, mismatch(checkpoint, scan));
  }

  /** Whether the checkpoint is of this log and, if the log reaches its size, has its root. */
  private static boolean agrees(Checkpoint checkpoint, LogScan.Result scan) {
    return !otherLog(checkpoint, scan)
        && (checkpoint.size() > scan.frontier().size()
            || Objects.equals(scan.roots().get(checkpoint.size()), checkpoint.root()));
  }

  private static String mismatch(Checkpoint checkpoint, LogScan.Result scan) {
    return otherLog(checkpoint, scan)
        ? "a checkpoint is of the log " + checkpoint.origin()
        : "the root at size " + checkpoint.size() + " is not the one of its checkpoint";
  }

  private static boolean otherLog(Checkpoint checkpoint, LogScan.Result scan) {
    return scan.genesis()
        .filter(genesis -> !genesis.origin().equals(checkpoint.origin()))
        .isPresent();
  }

  private void integrity() throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery("PRAGMA integrity_check(1)")) {
      if (row.next() && !"ok".equals(row.getString(1))) {
        findings.add(Finding.general("the database is damaged"));
      }
    }
  }

  private LogVerdict ending(StoredCheckpoints stored, Facts facts) {
    long sealed = stored.sealedSize();
    long expected = Math.max(sealed, outside.map(Checkpoint::size).orElse(0L));
    if (expected > facts.entries()) {
      // Cutting rows takes dropping the triggers first: the cut is the news, not how it was done.
      return new Truncated(expected, facts);
    }
    if (!missingGuardRails.isEmpty()) {
      return changed(facts);
    }
    if (facts.entries() == 0) {
      findings.add(Finding.at(0, "the log has no entry"));
      return changed(facts);
    }
    return sealed < facts.entries() ? new Unsealed(sealed, facts) : new Intact(facts);
  }

  private Changed changed(Facts facts) {
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
    List<String> notChecked = new ArrayList<>();
    if (outside.isEmpty()) {
      notChecked.add("witness");
    }
    if (keys.device().isEmpty()) {
      notChecked.add("device_signature");
    }
    if (outside.isPresent() && keys.witness().isEmpty()) {
      notChecked.add("witness_signature");
    }
    return notChecked;
  }
}
