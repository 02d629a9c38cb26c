package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** The ledger's file, which only its owner may read or write. */
final class LedgerFile implements Connections {
  private static final int BUSY_MILLIS = 5_000;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final String url;

  private LedgerFile(Path file) {
    this.url = "jdbc:sqlite:" + file.toAbsolutePath();
  }

  /** Creates the file with mode 0600 before SQLite does, or checks the mode of the one there is. */
  static LedgerFile at(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (posix) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException existing) {
      if (posix) {
        requireOwnerOnly(file);
      }
    } catch (IOException failed) {
      throw new StoreException("the ledger file cannot be created", failed);
    }
    return new LedgerFile(file);
  }

  private static void requireOwnerOnly(Path file) {
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new StoreException("the ledger file is open to others; its mode must be 0600");
      }
    } catch (IOException failed) {
      throw new StoreException("the mode of the ledger file cannot be read", failed);
    }
  }

  @Override
  public Connection writer() throws SQLException {
    SQLiteConfig config = config();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    // The lock is taken when the transaction begins, so that what it reads cannot change under it.
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    return config.createConnection(url);
  }

  @Override
  public Connection reader() throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return config.createConnection(url);
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return config;
  }
}
