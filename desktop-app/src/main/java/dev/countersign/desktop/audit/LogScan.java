package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeProver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recomputes the tree entry by entry and compares each node as it becomes complete; stops at the
 * first fault and names it. Everything before the first entry of the scan is sound already.
 */
final class LogScan {
  private final Connection db;
  private final long first;
  private final List<Finding> findings = new ArrayList<>();
  private Frontier frontier = Frontier.empty();
  private Optional<Genesis> genesis;

  /**
   * @param first the entry to begin with
   * @param genesis what entry 0 says, when it is not among those to be scanned
   */
  LogScan(Connection db, long first, Optional<Genesis> genesis) {
    this.db = db;
    this.first = first;
    this.genesis = genesis;
  }

  /** The faults, the tree as far as it was sound, and what the first entry says. */
  record Result(List<Finding> findings, Frontier frontier, Optional<Genesis> genesis) {
    boolean sound() {
      return findings.isEmpty();
    }
  }

  Result run() throws SQLException, InterruptedException {
    frontier = Frontier.read(first, new AuditRows(db).nodes());
    try (NodeStreams nodes = new NodeStreams(db, first);
        PreparedStatement sql =
            db.prepareStatement(
                "SELECT seq, typeof(bytes), CASE WHEN length(bytes) <= "
                    + EntryReader.MAX_BYTES
                    + " THEN bytes END FROM entry WHERE seq >= ? ORDER BY seq")) {
      sql.setLong(1, first == 0 ? Long.MIN_VALUE : first);
      try (ResultSet rows = sql.executeQuery()) {
        while (findings.isEmpty() && rows.next()) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          entry(rows, nodes);
        }
      }
      if (findings.isEmpty() && nodes.anyLeft(frontier.size())) {
        findings.add(
            Finding.at(frontier.size(), "the tree has nodes for an entry that is missing"));
      }
    }
    return new Result(List.copyOf(findings), frontier, genesis);
  }

  private void entry(ResultSet rows, NodeStreams nodes) throws SQLException {
    long expected = frontier.size();
    if (rows.getLong(1) != expected) {
      bad(expected, "is missing");
      return;
    }
    byte[] bytes = rows.getBytes(3);
    if (bytes == null || !"blob".equals(rows.getString(2))) {
      bad(expected, "is not a byte string of a permitted length");
      return;
    }
    append(expected, bytes, nodes);
    if (findings.isEmpty()) {
      content(EntryReader.read(expected, Bytes.of(bytes)));
    }
  }

  private void append(long index, byte[] bytes, NodeStreams nodes) throws SQLException {
    List<Node> completed = new ArrayList<>();
    frontier =
        frontier.append(
            TreeHashing.leaf(bytes), (level, at, hash) -> completed.add(new Node(level, at, hash)));
    for (Node node : completed) {
      if (!nodes.nextIs(node.level(), node.index(), node.hash())) {
        badNode(index, node);
        return;
      }
    }
  }

  private void badNode(long index, Node node) {
    if (node.level() == 0) {
      bad(index, "does not have the bytes that were hashed when it was written");
      return;
    }
    findings.add(wrongNode(node.level(), node.index(), index));
  }

  /** A complete node that is not stored as it must be. */
  static Finding wrongNode(int level, long index, long last) {
    long first = index << level;
    return Finding.at(
        first, "the tree over the entries %d to %d does not match them".formatted(first, last));
  }

  private void content(AuditEntry entry) {
    if (entry.index() == 0) {
      if (entry.content() instanceof AuditEntry.Content.Begun begun) {
        genesis = Optional.of(begun.genesis());
      } else {
        bad(0, "is not the first entry of a log");
      }
      return;
    }
    if (entry.content() instanceof AuditEntry.Content.Ended ended) {
      TreeProver prover = new TreeProver(new AuditRows(db).nodes());
      SignedHead.fault(ended, genesis.orElseThrow(), frontier.size(), prover::root)
          .ifPresent(clause -> bad(entry.index(), clause));
    }
  }

  private void bad(long entry, String clause) {
    findings.add(Finding.at(entry, "entry " + entry + " " + clause));
  }

  private record Node(int level, long index, TreeHash hash) {}
}
