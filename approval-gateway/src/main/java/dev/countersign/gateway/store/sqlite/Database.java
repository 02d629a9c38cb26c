package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections of one file: one that writes, behind a fair lock, because several would meet
 * SQLITE_BUSY in spite of a busy time-out; and a few that only read committed state.
 */
final class Database implements AutoCloseable {
  private static final long WAIT_SECONDS = 10;
  private static final int READERS = 4;

  private final Connections connections;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicBoolean closed = new AtomicBoolean();
  // Guarded by lock; empty after a transaction that failed.
  private Optional<Connection> writer;

  /** Work inside one transaction. */
  interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  private Database(Connections connections, Connection writer) {
    this.connections = connections;
    this.writer = Optional.of(writer);
  }

  static Database open(Connections connections) throws SQLException {
    Connection writer = durableWriter(connections);
    try {
      Database database = new Database(connections, writer);
      for (int i = 0; i < READERS; i++) {
        database.readers.add(connections.reader());
      }
      return database;
    } catch (SQLException | RuntimeException unusable) {
      writer.close();
      throw unusable;
    }
  }

  private static Connection durableWriter(Connections connections) throws SQLException {
    Connection writer = connections.writer();
    try {
      Durability.require(writer);
      return writer;
    } catch (SQLException | RuntimeException unusable) {
      writer.close();
      throw unusable;
    }
  }

  /** Runs in one write transaction; whatever is thrown leaves nothing behind. */
  <T> T write(Work<T> work) {
    acquire();
    try {
      Connection connection = writer.isPresent() ? writer.get() : durableWriter(connections);
      // Kept only when all went well. After some errors, SQLITE_FULL among them, SQLite has rolled
      // back by itself while the driver believes to be in the transaction still: each later
      // statement would commit alone. Closing rolls back whatever there is.
      writer = Optional.empty();
      try {
        T result = inTransaction(connection, work);
        writer = Optional.of(connection);
        return result;
      } finally {
        if (writer.isEmpty()) {
          connection.close();
        }
      }
    } catch (SQLException failed) {
      throw new StoreException("the store could not commit", failed);
    } finally {
      lock.unlock();
    }
  }

  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result = work.run(new Sql(connection));
    connection.commit();
    connection.setAutoCommit(true);
    return result;
  }

  /** Reads one committed snapshot. */
  <T> T read(Work<T> work) {
    Connection reader = borrow();
    try {
      reader.setAutoCommit(false);
      try {
        return work.run(new Sql(reader));
      } finally {
        reader.rollback();
        reader.setAutoCommit(true);
      }
    } catch (SQLException failed) {
      throw new StoreException("the store could not be read", failed);
    } finally {
      readers.add(reader);
    }
  }

  private void acquire() {
    try {
      if (!lock.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreException("the store was busy for " + WAIT_SECONDS + " s");
      }
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new StoreException("cancelled while waiting for the store", cancelled);
    }
    if (closed.get()) {
      lock.unlock();
      throw new StoreException("the store is closed");
    }
  }

  private Connection borrow() {
    if (closed.get()) {
      throw new StoreException("the store is closed");
    }
    try {
      Connection reader = readers.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (reader == null) {
        throw new StoreException("the store was busy for " + WAIT_SECONDS + " s");
      }
      return reader;
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new StoreException("cancelled while waiting for the store", cancelled);
    }
  }

  /** Waits for the transaction in progress, then closes; readers in use end by themselves. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    lock.lock();
    try {
      for (int i = 0; i < READERS; i++) {
        Connection reader = readers.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (reader != null) {
          reader.close();
        }
      }
      if (writer.isPresent()) {
        writer.get().close();
      }
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    } catch (SQLException failed) {
      throw new StoreException("the store could not be closed", failed);
    } finally {
      lock.unlock();
    }
  }
}
