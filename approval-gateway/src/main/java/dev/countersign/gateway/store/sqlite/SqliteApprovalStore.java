package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.store.ApprovalStore;
import java.nio.file.Path;
import java.time.InstantSource;

/** The store in one SQLite file. */
@SuppressWarnings("DoNotCallSuggester")
public final class SqliteApprovalStore {
  private SqliteApprovalStore() {}

  /**
   * Opens the ledger, or creates it with a new epoch.
   *
   * @throws dev.countersign.gateway.store.StoreException if the file cannot be used, was made by a
   *     newer version, or the database does not write durably
   */
  public static ApprovalStore open(Path file, Ids ids, InstantSource clock) {
    throw new UnsupportedOperationException();
  }
}
