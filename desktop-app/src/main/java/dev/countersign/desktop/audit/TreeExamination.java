package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content.Begun;
import dev.countersign.proof.log.Frontier;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Every entry and every node of a log: whole blocks on all cores, then the rest, or the block in
 * which something is wrong, entry by entry.
 *
 * @param height a block has 2^height entries
 */
record TreeExamination(int height, Progress progress) {
  /** 4,096 entries: a few megabytes, and some hundred blocks in a large log. */
  static final int USUAL_HEIGHT = 12;

  /**
   * @param beside more work, done at the same time
   * @param others where the findings go that are not about the tree
   */
  LogScan.Result run(LogSnapshot snapshot, Callable<List<Finding>> beside, List<Finding> others)
      throws SQLException, IOException, InterruptedException {
    Connection db = snapshot.db();
    AuditRows rows = new AuditRows(db);
    long size = rows.size();
    Optional<Genesis> genesis = genesis(rows);
    Callable<Void> work =
        () -> {
          others.addAll(beside.call());
          return null;
        };
    // Without a first entry to hold the others against, there is nothing to do in parallel; and
    // whole blocks are read through functions for text.
    boolean inBlocks = genesis.isPresent() && AuditSchema.isUtf8(db);
    BlockScans blocks =
        new BlockScans(
            snapshot,
            genesis.orElse(new Genesis("", "", "")),
            height,
            inBlocks ? size : 0,
            progress);
    long sound = blocks.run(work);
    Optional<Finding> above = UpperNodes.fault(db, height, sound);
    if (above.isPresent()) {
      return new LogScan.Result(List.of(above.get()), Frontier.empty(), genesis);
    }
    LogScan.Result rest =
        new LogScan(db, sound << height, sound == 0 ? Optional.empty() : genesis).run();
    if (rest.sound()) {
      progress.checked(size, size);
      others.addAll(strays(db, rest.frontier().size()));
    }
    return rest;
  }

  private static Optional<Genesis> genesis(AuditRows rows) throws SQLException {
    List<AuditEntry> first = rows.entriesBelow(1, 2);
    return first.size() == 1 && first.getFirst().content() instanceof Begun begun
        ? Optional.of(begun.genesis())
        : Optional.empty();
  }

  /**
   * Rows with numbers below zero, which no reading from the start of a block comes across. Numbers
   * beyond the end are found at the end.
   */
  private static List<Finding> strays(Connection db, long size) throws SQLException {
    boolean stray = size > 0 && smallest(db, "SELECT min(seq) FROM entry") != 0;
    for (int level = 0; size >>> level > 0; level++) {
      stray |= smallest(db, "SELECT min(idx) FROM node WHERE level = " + level) != 0;
    }
    return stray ? List.of(Finding.general("there are rows that belong to no entry")) : List.of();
  }

  private static long smallest(Connection db, String query) throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      return row.next() ? row.getLong(1) : -1;
    }
  }
}
