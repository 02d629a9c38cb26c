package dev.countersign.desktop.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A database file to read without touching it, over one connection or several. Links are followed,
 * as SQLite does, so that the journals are those of the file itself. A file at rest is opened as
 * immutable. One with a journal beside it (in use, or left by a crash) is copied to a private
 * folder first, because reading it in place would write beside it; only the desk that has the log
 * open itself reads it in place, as of one moment.
 */
final class LogSnapshot implements AutoCloseable {
  private static final List<String> JOURNALS = List.of("-wal", "-journal");
  private static final int TRIES = 5;

  // The database header, https://sqlite.org/fileformat.html#the_database_header
  private static final int HEADER_BYTES = 100;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APPLICATION_ID_AT = 68;

  private final Optional<Path> file; // empty when this program has it open itself
  private final String url;
  private final Connection db;
  private final Optional<Path> folder;

  private LogSnapshot(Optional<Path> file, String url, Optional<Path> folder) throws SQLException {
    this.file = file;
    this.url = url;
    this.db = connection(url);
    this.folder = folder;
  }

  /**
   * @throws IOException if the file cannot be read, or changed each time it was copied
   */
  static LogSnapshot of(Path named) throws IOException, SQLException {
    if (!Files.isRegularFile(named) || !Files.isReadable(named)) {
      throw new IOException("there is no readable file");
    }
    Path path = named.toRealPath();
    return journals(path).isEmpty()
        ? new LogSnapshot(Optional.of(path), uri(path, "immutable=1"), Optional.empty())
        : copied(path);
  }

  /** A log that this program has open, as of now; writing goes on beside it. */
  static LogSnapshot live(Path path) throws SQLException {
    LogSnapshot snapshot =
        new LogSnapshot(Optional.empty(), uri(path, "mode=ro"), Optional.empty());
    try (Statement sql = snapshot.db.createStatement()) {
      sql.execute("BEGIN");
      // The moment is that of the first reading.
      sql.executeQuery("SELECT 1 FROM sqlite_schema").close();
      return snapshot;
    } catch (SQLException e) {
      snapshot.db.close();
      throw e;
    }
  }

  Connection db() {
    return db;
  }

  /**
   * One more connection, for another thread; the caller closes it. Of a live log it may see later
   * entries too.
   */
  Connection connect() throws SQLException {
    return connection(url);
  }

  private static String uri(Path path, String parameter) {
    String escaped =
        path.toAbsolutePath()
            .toString()
            .replace("%", "%25")
            .replace("?", "%3f")
            .replace("#", "%23");
    return "jdbc:sqlite:file:" + escaped + "?" + parameter;
  }

  private static LogSnapshot copied(Path path) throws IOException, SQLException {
    Path folder = Files.createTempDirectory("countersign-log");
    try {
      Path copy = folder.resolve("audit.db");
      for (int i = 0; i < TRIES; i++) {
        List<String> before = state(path);
        copy(path, copy);
        if (state(path).equals(before)) {
          return new LogSnapshot(Optional.of(path), "jdbc:sqlite:" + copy, Optional.of(folder));
        }
      }
      throw new IOException("it is being written to; close the program that uses it");
    } catch (IOException | SQLException e) {
      delete(folder);
      throw e;
    }
  }

  private static Connection connection(String url) throws SQLException {
    Connection db = DriverManager.getConnection(url);
    try (Statement sql = db.createStatement()) {
      // The file may be hostile: nothing in its catalogue may run code, and damaged pages must be
      // noticed.
      sql.execute("PRAGMA trusted_schema = OFF");
      sql.execute("PRAGMA cell_size_check = ON");
      sql.execute("PRAGMA query_only = ON");
      return db;
    } catch (SQLException e) {
      db.close();
      throw e;
    }
  }

  private static List<Path> journals(Path path) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String suffix : JOURNALS) {
      Path journal = path.resolveSibling(path.getFileName() + suffix);
      if (!Files.exists(journal, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (!Files.isRegularFile(journal)) {
        throw new IOException("the journal beside it, " + suffix + ", is no file");
      }
      if (Files.size(journal) > 0) {
        found.add(journal);
      }
    }
    return found;
  }

  private static void copy(Path path, Path copy) throws IOException {
    for (String suffix : JOURNALS) {
      Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + suffix));
    }
    Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
    String name = path.getFileName().toString();
    for (Path journal : journals(path)) {
      String suffix = journal.getFileName().toString().substring(name.length());
      Files.copy(journal, copy.resolveSibling(copy.getFileName() + suffix));
    }
  }

  private static List<String> state(Path path) throws IOException {
    List<String> state = new ArrayList<>();
    state.add(Files.size(path) + " " + Files.getLastModifiedTime(path));
    for (Path journal : journals(path)) {
      state.add(journal + " " + Files.size(journal) + " " + Files.getLastModifiedTime(journal));
    }
    return state;
  }

  /**
   * Whether the file's own header says that it is a log, also when SQLite can read nothing. Never
   * asked of a file that this program has open: closing it again would give up SQLite's locks on it
   * (https://sqlite.org/howtocorrupt.html, section 2.2).
   */
  boolean saysItIsALog() throws IOException {
    if (file.isEmpty()) {
      return false;
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    try (InputStream in = Files.newInputStream(file.get())) {
      header.put(in.readNBytes(HEADER_BYTES));
    }
    return !header.hasRemaining()
        && Arrays.equals(header.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        && header.getInt(APPLICATION_ID_AT) == AuditSchema.APPLICATION_ID;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Override
  public void close() throws SQLException, IOException {
    db.close();
    if (folder.isPresent()) {
      delete(folder.get());
    }
  }
}
