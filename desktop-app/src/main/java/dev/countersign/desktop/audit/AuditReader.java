package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditFault.Kind;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeProver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Reads the log over a connection of its own, one caller at a time; WAL keeps it out of the
 * writer's way.
 */
final class AuditReader implements AutoCloseable {
  private final Connection db;
  private final AuditRows rows;
  private final TreeProver prover;
  private final ReentrantLock lock = new ReentrantLock();

  AuditReader(Connection db) {
    this.db = db;
    this.rows = new AuditRows(db);
    this.prover = new TreeProver(rows.nodes());
  }

  TreeHash root(long size) {
    return read(() -> prover.root(size));
  }

  InclusionProof inclusionProof(long index, long size) {
    return read(() -> prover.inclusion(index, size));
  }

  ConsistencyProof consistencyProof(long oldSize, long newSize) {
    return read(() -> prover.consistency(oldSize, newSize));
  }

  List<AuditEntry> entries(long before, int limit) {
    return read(() -> rows.entriesBelow(before, limit));
  }

  List<AuditEntry> entriesFrom(long from, int limit) {
    return read(() -> rows.entriesFrom(from, limit));
  }

  Optional<SignedCheckpoint> newestCheckpoint() {
    return read(rows::newestCheckpoint)
        .map(note ->
            switch (SignedCheckpoint.parse(note)) {
              case Parse.Parsed<SignedCheckpoint>(SignedCheckpoint value) -> value;
              case Parse.Malformed<SignedCheckpoint>(String reason) ->
                  throw damaged(new IllegalStateException(reason));
            });
  }

  /**
   * Those that somebody besides the device signed, among the newest {@code limit}, newest first.
   */
  List<SignedCheckpoint> witnessed(int limit) {
    return read(() -> rows.newestCheckpoints(limit)).stream()
        .flatMap(note ->
            SignedCheckpoint.parse(note) instanceof Parse.Parsed<SignedCheckpoint>(var signed)
                ? Stream.of(signed)
                : Stream.empty())
        .filter(signed -> signed.note().signatures().size() > 1)
        .toList();
  }

  private <T> T read(AuditRows.Query<T> query) {
    lock.lock();
    try {
      return query.run();
    } catch (SQLException e) {
      throw new AuditUnreadableException(SqliteFaults.of(e), e);
    } catch (MissingNodeException e) {
      throw damaged(e);
    } finally {
      lock.unlock();
    }
  }

  private static AuditUnreadableException damaged(RuntimeException cause) {
    return new AuditUnreadableException(
        new AuditFault(
            Kind.DAMAGED, "The audit log is damaged. Keep the file and verify it offline."),
        cause);
  }

  @Override
  public void close() {
    read(() -> {
      db.close();
      return true;
    });
  }
}
