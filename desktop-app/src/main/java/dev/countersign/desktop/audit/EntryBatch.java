package dev.countersign.desktop.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Entries read many at a time: their bytes one after the other, with the length of each. A row of
 * its own for every entry would cost as much as its hash. The text functions that join them keep
 * bytes as they are only in a database whose text is UTF-8 ({@link AuditSchema#isUtf8}).
 */
final class EntryBatch {
  /** Most entries in a batch, which then has at most 16 MiB. */
  static final int MOST = 64;

  private final PreparedStatement sql;
  private final int[] ends = new int[MOST];
  private byte[] bytes = {};

  /** Reads over the connection, and is used up when it is closed. */
  EntryBatch(Connection db) throws SQLException {
    this.sql =
        db.prepareStatement(
            "SELECT count(*), group_concat(bytes, ''), group_concat(length(bytes), ',')"
                + " FROM entry WHERE seq >= ? AND seq < ? AND typeof(bytes) = 'blob'"
                + " AND length(bytes) BETWEEN 1 AND "
                + EntryReader.MAX_BYTES);
  }

  /**
   * Reads the entries from {@code first} on.
   *
   * @param count how many, 1..{@link #MOST}
   * @return whether each of them is there, is a byte string, and has a permitted length; if not,
   *     the batch holds nothing of use
   */
  boolean read(long first, int count) throws SQLException {
    sql.setLong(1, first);
    sql.setLong(2, first + count);
    try (ResultSet row = sql.executeQuery()) {
      // Distinct whole numbers in a range: as many as fit are all of them.
      if (!row.next() || row.getLong(1) != count) {
        return false;
      }
      bytes = row.getBytes(2);
      return split(row.getBytes(3), count);
    }
  }

  /** Sets where each entry ends; false unless the lengths are as many as asked and use up all. */
  private boolean split(byte[] lengths, int count) {
    int at = 0;
    int end = 0;
    for (int i = 0; i < count; i++) {
      int length = 0;
      while (at < lengths.length && lengths[at] != ',') {
        length = 10 * length + (lengths[at++] - '0');
      }
      at++;
      if (length < 1 || length > bytes.length - end) {
        return false;
      }
      end += length;
      ends[i] = end;
    }
    return at == lengths.length + 1 && end == bytes.length;
  }

  /** The bytes of all entries; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Where an entry of the batch begins in {@link #bytes}. */
  int start(int entry) {
    return entry == 0 ? 0 : ends[entry - 1];
  }

  /** Where an entry of the batch ends in {@link #bytes}, exclusive. */
  int end(int entry) {
    return ends[entry];
  }
}
