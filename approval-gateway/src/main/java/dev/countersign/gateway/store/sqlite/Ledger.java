package dev.countersign.gateway.store.sqlite;

import java.time.InstantSource;

/** The database, its clock and its feed: what every part of the store works with. */
record Ledger(Database database, InstantSource clock, SqliteFeed feed) {
  /** The store's clock, in Unix seconds. */
  long now() {
    return clock.instant().getEpochSecond();
  }

  <T> T read(Database.Work<T> work) {
    return database.read(work);
  }

  /** One transaction; afterwards, readers of the feed are woken. */
  <T> T write(Database.Work<T> work) {
    T result = database.write(work);
    feed.wake();
    return result;
  }
}
