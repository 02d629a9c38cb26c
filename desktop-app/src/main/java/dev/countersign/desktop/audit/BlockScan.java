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
  private final EntryBatch batch;
  private final PreparedStatement nodes;

  /** Takes over the connection. */
  BlockScan(Connection db, Genesis genesis, int height) throws SQLException {
    this.db = db;
    this.genesis = genesis;
    this.hasher = new BlockHasher(height);
    this.rows = new AuditRows(db);
    this.batch = new EntryBatch(db);
    // One row for a whole level: a million rows of 32 bytes would cost more than their hashes.
    // They come in the order of the primary key; in any other, the comparison would fail. Only
    // whole hashes count: joined, two of other lengths could look like two right ones.
    this.nodes =
        db.prepareStatement(
            "SELECT count(*), group_concat(hash, '')"
                + " FROM node WHERE level = ? AND idx >= ? AND idx < ?"
                + " AND length(hash) = 32");
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
    int size = Math.min(hasher.leaves(), EntryBatch.MOST);
    for (int done = 0; done < hasher.leaves(); done += size) {
      long first = block * hasher.leaves() + done;
      // Joined in the order of the primary key; in any other, the leaves would not match.
      if (!batch.read(first, size)) {
        return false;
      }
      byte[] bytes = batch.bytes();
      for (int i = 0; i < size; i++) {
        int start = batch.start(i);
        int end = batch.end(i);
        hasher.leaf(done + i, bytes, start, end - start);
        if (startsAsOutcome(bytes, start, end)) {
          outcomes.add(new Outcome(first + i, Bytes.of(Arrays.copyOfRange(bytes, start, end))));
        }
      }
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
      byte[] hashes = row.next() ? row.getBytes(2) : null;
      // Distinct whole numbers in a range: as many whole hashes as fit are all of them.
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

  private static boolean startsAsOutcome(byte[] bytes, int start, int end) {
    return end - start > OUTCOME.length
        && Arrays.equals(bytes, start, start + OUTCOME.length, OUTCOME, 0, OUTCOME.length);
  }

  @Override
  public void close() throws SQLException {
    db.close();
  }

  private record Outcome(long index, Bytes bytes) {}
}
