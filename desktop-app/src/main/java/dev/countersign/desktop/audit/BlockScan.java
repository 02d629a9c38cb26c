package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content.Ended;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.BlockHasher;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.TreeProver;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Judges whole aligned blocks of entries, fast and without naming a fault: entries recomputed,
 * every stored node of the block compared, the signed heads of its outcomes compared. A block that
 * is not sound is left to {@link LogScan}, which finds out why. Over a connection of its own.
 */
final class BlockScan implements AutoCloseable {
  /** How every outcome entry of {@link EntryWriter} begins. */
  private static final byte[] OUTCOME = "{\"type\":\"outcome\"".getBytes(StandardCharsets.US_ASCII);

  private final Connection db;
  private final Genesis genesis;
  private final BlockHasher hasher;
  private final AuditRows rows;
  private final PreparedStatement entries;
  private final PreparedStatement nodes;

  /** Takes over the connection. */
  BlockScan(Connection db, Genesis genesis, int height) throws SQLException {
    this.db = db;
    this.genesis = genesis;
    this.hasher = new BlockHasher(height);
    this.rows = new AuditRows(db);
    this.entries =
        db.prepareStatement(
            "SELECT CASE WHEN typeof(bytes) = 'blob' AND length(bytes) <= "
                + EntryReader.MAX_BYTES
                + " THEN bytes END FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq");
    // One row for a whole level: a million rows of 32 bytes would cost more than their hashes.
    this.nodes =
        db.prepareStatement(
            "SELECT count(*), min(idx), group_concat(hash, '')"
                + " FROM (SELECT idx, hash FROM node WHERE level = ? AND idx >= ? AND idx < ?"
                + " ORDER BY idx)");
  }

  /** Whether everything in the block is as it was written. */
  boolean isSound(long block) throws SQLException {
    List<Outcome> outcomes = new ArrayList<>();
    if (!hash(block, outcomes)) {
      return false;
    }
    for (int level = 0; level < hasher.levels(); level++) {
      if (!nodesMatch(block, level)) {
        return false;
      }
    }
    return outcomes.isEmpty() || headsMatch(block, outcomes);
  }

  private boolean hash(long block, List<Outcome> outcomes) throws SQLException {
    long first = block * hasher.leaves();
    entries.setLong(1, first);
    entries.setLong(2, first + hasher.leaves());
    int count = 0;
    try (ResultSet row = entries.executeQuery()) {
      while (row.next()) {
        byte[] bytes = row.getBytes(1);
        if (bytes == null) {
          return false;
        }
        hasher.leaf(count, bytes);
        if (startsAsOutcome(bytes)) {
          outcomes.add(new Outcome(first + count, Bytes.of(bytes)));
        }
        count++;
      }
    }
    // Distinct whole numbers in a range: as many as fit are all of them, in order.
    if (count != hasher.leaves()) {
      return false;
    }
    hasher.complete();
    return true;
  }

  private boolean nodesMatch(long block, int level) throws SQLException {
    long width = hasher.leaves() >> level;
    nodes.setInt(1, level);
    nodes.setLong(2, block * width);
    nodes.setLong(3, (block + 1) * width);
    try (ResultSet row = nodes.executeQuery()) {
      byte[] hashes = row.next() ? row.getBytes(3) : null;
      // As with the entries, the count shows that none is missing.
      return hashes != null && row.getLong(1) == width && hasher.levelIs(level, hashes);
    }
  }

  private boolean headsMatch(long block, List<Outcome> outcomes) {
    long first = block * hasher.leaves();
    try {
      Frontier before = Frontier.read(first, rows.nodes());
      for (Outcome outcome : outcomes) {
        if (EntryReader.read(outcome.index(), outcome.bytes()).content() instanceof Ended ended
            && SignedHead.fault(
                    ended,
                    genesis,
                    outcome.index() + 1,
                    size ->
                        size > first
                            ? hasher.root(before, (int) (size - first))
                            : new TreeProver(rows.nodes()).root(size))
                .isPresent()) {
          return false;
        }
      }
      return true;
    } catch (MissingNodeException left) {
      return false;
    }
  }

  private static boolean startsAsOutcome(byte[] bytes) {
    return bytes.length > OUTCOME.length
        && Arrays.equals(bytes, 0, OUTCOME.length, OUTCOME, 0, OUTCOME.length);
  }

  @Override
  public void close() throws SQLException {
    db.close();
  }

  private record Outcome(long index, Bytes bytes) {}
}
