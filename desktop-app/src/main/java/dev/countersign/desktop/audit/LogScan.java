package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Recomputes the tree from the stored entries and compares each node; stops at the first fault. */
final class LogScan {
  private final Connection db;
  private final Set<Long> wantedSizes;
  private final Map<Long, TreeHash> roots = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private Frontier frontier = Frontier.empty();
  private Optional<Genesis> genesis = Optional.empty();

  /**
   * @param wantedSizes sizes whose roots the caller will compare
   */
  LogScan(Connection db, Set<Long> wantedSizes) {
    this.db = db;
    this.wantedSizes = wantedSizes;
  }

  /**
   * The faults, the tree as far as it was sound, the wanted roots reached, and what the first entry
   * says.
   */
  record Result(
      List<Finding> findings,
      Frontier frontier,
      Map<Long, TreeHash> roots,
      Optional<Genesis> genesis) {
    boolean sound() {
      return findings.isEmpty();
    }
  }

  Result run() throws SQLException {
    try (NodeStreams nodes = new NodeStreams(db);
        Statement sql = db.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT seq, typeof(bytes), CASE WHEN length(bytes) <= "
                    + EntryReader.MAX_BYTES
                    + " THEN bytes END FROM entry ORDER BY seq")) {
      while (findings.isEmpty() && rows.next()) {
        entry(rows, nodes);
      }
      if (findings.isEmpty() && nodes.anyLeft()) {
        findings.add(
            Finding.at(frontier.size(), "the tree has nodes for an entry that is missing"));
      }
    }
    return new Result(List.copyOf(findings), frontier, Map.copyOf(roots), genesis);
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
    if (wantedSizes.contains(frontier.size())) {
      roots.put(frontier.size(), frontier.root());
    }
  }

  private void badNode(long index, Node node) {
    if (node.level() == 0) {
      bad(index, "does not have the bytes that were hashed when it was written");
      return;
    }
    long first = node.index() << node.level();
    findings.add(
        Finding.at(
            first,
            "the tree over the entries %d to %d does not match them".formatted(first, index)));
  }

  private void content(AuditEntry entry) throws SQLException {
    if (entry.index() == 0) {
      if (entry.content() instanceof AuditEntry.Content.Begun begun) {
        genesis = Optional.of(begun.genesis());
      } else {
        bad(0, "is not the first entry of a log");
      }
      return;
    }
    if (entry.content() instanceof AuditEntry.Content.Ended ended) {
      Optional<String> fault = SignedHead.fault(ended, genesis, frontier.size(), new AuditRows(db));
      fault.ifPresent(clause -> bad(entry.index(), clause));
    }
  }

  private void bad(long entry, String clause) {
    findings.add(Finding.at(entry, "entry " + entry + " " + clause));
  }

  private record Node(int level, long index, TreeHash hash) {}
}
