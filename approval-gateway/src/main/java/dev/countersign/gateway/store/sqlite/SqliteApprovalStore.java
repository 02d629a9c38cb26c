package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.AttemptStore;
import dev.countersign.gateway.store.DecisionStore;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.gateway.store.FeedStore;
import dev.countersign.gateway.store.GrantStore;
import dev.countersign.gateway.store.RequestStore;
import dev.countersign.gateway.store.SessionStore;
import dev.countersign.gateway.store.StoreException;
import dev.countersign.gateway.store.WitnessStore;
import dev.countersign.proof.Bytes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;

/** The store in one SQLite file, for one gateway process. */
public final class SqliteApprovalStore implements ApprovalStore {
  private final Ledger ledger;
  private final Ids ids;

  private SqliteApprovalStore(Ledger ledger, Ids ids) {
    this.ledger = ledger;
    this.ids = ids;
  }

  /**
   * Opens the ledger, or creates it, mode 0600, with a new epoch.
   *
   * @throws StoreException if the file cannot be used, is open to others, was made by another
   *     version, or the database does not write durably
   */
  public static SqliteApprovalStore open(Path file, Ids ids, InstantSource clock) {
    return open(LedgerFile.at(file), ids, clock);
  }

  static SqliteApprovalStore open(Connections connections, Ids ids, InstantSource clock) {
    Database database;
    try {
      database = Database.open(connections);
    } catch (SQLException unusable) {
      throw new StoreException("the ledger cannot be opened", unusable);
    }
    try {
      database.write(sql -> {
        Schema.prepare(sql, ids.bytes(Epochs.BYTES));
        return database;
      });
      return new SqliteApprovalStore(new Ledger(database, clock, new SqliteFeed(database)), ids);
    } catch (RuntimeException unusable) {
      database.close();
      throw unusable;
    }
  }

  @Override
  public Bytes epoch() {
    return ledger.read(Epochs::current);
  }

  @Override
  public Bytes newEpoch() {
    return ledger.write(sql -> Epochs.replace(sql, ids.bytes(Epochs.BYTES)));
  }

  @Override
  public DirectoryStore directory() {
    return new SqliteDirectory(ledger);
  }

  @Override
  public SessionStore sessions() {
    return new SqliteSessions(ledger);
  }

  @Override
  public RequestStore requests() {
    return new SqliteRequests(ledger);
  }

  @Override
  public FeedStore feed() {
    return ledger.feed();
  }

  @Override
  public DecisionStore decisions() {
    return new SqliteDecisions(ledger);
  }

  @Override
  public GrantStore grants() {
    return new SqliteGrants(ledger);
  }

  @Override
  public WitnessStore witnesses() {
    return new SqliteWitnesses(ledger);
  }

  @Override
  public AttemptStore attempts() {
    return new SqliteAttempts(ledger);
  }

  @Override
  public void close() {
    ledger.database().close();
  }
}
