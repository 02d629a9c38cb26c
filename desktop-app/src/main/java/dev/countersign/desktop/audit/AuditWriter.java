package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AppendOutcome.NotRecorded;
import dev.countersign.desktop.audit.AppendOutcome.Recorded;
import dev.countersign.desktop.audit.AuditEntry.Content.Ended;
import dev.countersign.desktop.audit.AuditFault.Kind;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeProver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes entries with their nodes. Only the audit thread calls it; it owns the writing connection.
 * The frontier moves only after the commit, so that a failed write leaves the log as it was.
 */
final class AuditWriter implements AutoCloseable {
  private final Connection db;
  private final AuditRows rows;
  private final String origin;
  private volatile Frontier frontier;
  private boolean usable = true;

  /**
   * Takes over the connection.
   *
   * @param rows over it, with what is prepared already
   * @param frontier of what is stored
   */
  AuditWriter(Connection db, AuditRows rows, String origin, Frontier frontier) {
    this.db = db;
    this.rows = rows;
    this.origin = origin;
    this.frontier = frontier;
  }

  /** The head of what is durable; any thread may ask. */
  Checkpoint head() {
    Frontier now = frontier;
    return new Checkpoint(origin, now.size(), now.root());
  }

  AppendOutcome append(Bytes leaf) {
    if (!usable) {
      return new NotRecorded(
          new AuditFault(
              Kind.DAMAGED, "An earlier write failed half-way. Restart, then verify the log."));
    }
    if (leaf.size() > EntryReader.MAX_BYTES) {
      return new NotRecorded(
          new AuditFault(Kind.TOO_LARGE, "The entry is too large for the audit log."));
    }
    Frontier before = frontier;
    try {
      Frontier after = store(before, leaf);
      frontier = after;
      return new Recorded(before.size(), after.size(), after.root(), leaf);
    } catch (SQLException e) {
      usable = stillAt(before.size());
      return new NotRecorded(SqliteFaults.of(e));
    }
  }

  /**
   * Appends an outcome unless its intent has one already, which is then answered instead: however
   * often it is tried after a crash or a time-out, an intent ends once. Only an outcome that nobody
   * knew can still be settled by one that is known.
   *
   * @param unknown whether the new outcome is {@link DecisionOutcome.Unknown}
   */
  AppendOutcome appendOutcome(long intentIndex, boolean unknown, Bytes leaf) {
    try {
      for (AuditEntry entry : rows.outcomesAfter(intentIndex)) {
        if (entry.content() instanceof Ended ended
            && ended.intentIndex() == intentIndex
            && (unknown || !(ended.outcome() instanceof DecisionOutcome.Unknown))) {
          long size = entry.index() + 1;
          TreeHash root = new TreeProver(rows.nodes()).root(size);
          return new Recorded(entry.index(), size, root, entry.leaf());
        }
      }
    } catch (SQLException e) {
      return new NotRecorded(SqliteFaults.of(e));
    } catch (AuditUnreadableException e) {
      return new NotRecorded(e.fault());
    } catch (MissingNodeException e) {
      return new NotRecorded(
          new AuditFault(Kind.DAMAGED, "The audit log lacks a part of its tree. Verify it."));
    }
    return append(leaf);
  }

  private Frontier store(Frontier before, Bytes leaf) throws SQLException {
    List<Node> completed = new ArrayList<>();
    Frontier after =
        before.append(
            TreeHashing.leaf(leaf.toArray()),
            (level, index, hash) -> completed.add(new Node(level, index, hash)));
    rows.inTransaction(() -> {
      rows.insertEntry(before.size(), leaf);
      for (Node node : completed) {
        rows.insertNode(node.level(), node.index(), node.hash());
      }
    });
    return after;
  }

  /**
   * After a failed commit nobody can say what is on the disk, unless the file still ends where we
   * stood.
   */
  private boolean stillAt(long size) {
    try {
      return rows.size() == size;
    } catch (SQLException unreadable) {
      // The failure that led here is reported; this answer only closes the log.
      return false;
    }
  }

  void storeCheckpoint(long size, byte[] note) throws SQLException {
    rows.inTransaction(() -> rows.insertCheckpoint(size, note));
  }

  @Override
  public void close() throws SQLException {
    db.close();
  }

  private record Node(int level, long index, TreeHash hash) {}
}
