package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditFault.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/**
 * The file itself: made with mode 0600 before SQLite sees it, and opened with the settings that
 * make commits durable.
 */
final class AuditFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<?> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int BUSY_MILLIS = 4_000;

  /**
   * An entry and its nodes touch about three pages, which each commit writes and sums up whole:
   * small ones make it cheaper. Only a new file takes the setting.
   */
  private static final int PAGE_BYTES = 2_048;

  /**
   * With these pages 16 MiB beside the database, and more while a long reading is under way;
   * opening after a crash reads it through.
   */
  private static final int PAGES_BEFORE_CHECKPOINT = 8_000;

  private static final String FULL = "2"; // https://sqlite.org/pragma.html#pragma_synchronous

  private AuditFile() {}

  /**
   * Makes sure that a private regular file exists at the path; answers what is wrong, if anything.
   */
  static Optional<AuditFault> ensure(Path path) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null && !Files.exists(folder)) {
        Files.createDirectories(folder, OWNER_FOLDER);
      }
      createOrTighten(path);
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          ? Optional.empty()
          : Optional.of(
              new AuditFault(Kind.UNSAFE_PATH, "The audit log's path is not a regular file."));
    } catch (IOException e) {
      return Optional.of(
          new AuditFault(
              Kind.READ_ONLY,
              "The audit log cannot be created or read. Check the rights of its file and folder."));
    }
  }

  private static void createOrTighten(Path path) throws IOException {
    try {
      // One step, so that no moment exists at which others could open the file.
      Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      syncFolder(path);
    } catch (FileAlreadyExistsException exists) {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          && !Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
        Files.setPosixFilePermissions(path, OWNER_ONLY);
      }
    }
  }

  /** Makes a file and its name durable. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    syncFolder(file);
  }

  /** A new file survives a power cut only when its folder was synced too. */
  static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** A connection to an existing file. Changes nothing in it yet. */
  static Connection connect(Path path) throws SQLException {
    Connection db = DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath());
    try (Statement sql = db.createStatement()) {
      // Transactions begin and end by statements of ours. Without this the driver tries after each
      // statement to begin one, to learn whether it has to end one.
      db.unwrap(SQLiteConnection.class).getConnectionConfig().setAutoCommit(false);
      sql.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      sql.execute("PRAGMA trusted_schema = OFF");
      sql.execute("PRAGMA cell_size_check = ON");
    } catch (SQLException e) {
      db.close();
      throw e;
    }
    return db;
  }

  /**
   * Makes every commit of this connection reach the disk before it returns; answers what is wrong
   * when the file system cannot do that.
   */
  static Optional<AuditFault> makeDurable(Connection db) throws SQLException {
    try (Statement sql = db.createStatement()) {
      sql.execute("PRAGMA page_size = " + PAGE_BYTES);
      sql.execute("PRAGMA wal_autocheckpoint = " + PAGES_BEFORE_CHECKPOINT);
      sql.execute("PRAGMA synchronous = FULL");
      // Elsewhere without meaning: on macOS, what syncs as the other systems do (not yet tried).
      sql.execute("PRAGMA fullfsync = ON");
      sql.execute("PRAGMA checkpoint_fullfsync = ON");
      // Both are requests: SQLite answers what it made of them.
      boolean durable =
          "wal".equals(answer(sql, "PRAGMA journal_mode = WAL"))
              && FULL.equals(answer(sql, "PRAGMA synchronous"));
      return durable
          ? Optional.empty()
          : Optional.of(
              new AuditFault(
                  Kind.IO_ERROR,
                  "The audit log's file system cannot keep it safe from a power cut. Move the"
                      + " desk's folder to a local disk."));
    }
  }

  private static String answer(Statement sql, String pragma) throws SQLException {
    try (ResultSet row = sql.executeQuery(pragma)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  /** Why this file is not a log of this version, if so; a new, empty file is fine. */
  static Optional<AuditFault> foreign(Connection db) throws SQLException {
    int application = AuditSchema.applicationId(db);
    int version = AuditSchema.userVersion(db);
    if (application == 0 && version == 0 && AuditSchema.objects(db).isEmpty()) {
      return Optional.empty();
    }
    if (application != AuditSchema.APPLICATION_ID || version < 1) {
      return Optional.of(
          new AuditFault(
              Kind.FOREIGN_FILE,
              "The file is a database, but not an audit log. It was left as it is."));
    }
    if (version > AuditSchema.USER_VERSION) {
      return Optional.of(
          new AuditFault(
              Kind.NEWER_FORMAT,
              "A newer version wrote this audit log (format %d, this one knows %d). Update first."
                  .formatted(version, AuditSchema.USER_VERSION)));
    }
    return AuditSchema.differences(db, version).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AuditFault(
                Kind.DAMAGED,
                "The layout of the audit log was changed. Keep the file and verify it offline."));
  }
}
