package dev.countersign.desktop.audit;

import dev.countersign.proof.log.Checkpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the checkpoint table: those that can be relied on, and what is wrong with the others.
 */
record StoredCheckpoints(List<Checkpoint> good, List<Finding> findings) {

  static StoredCheckpoints read(Connection db, CheckpointCheck check) throws SQLException {
    List<Checkpoint> good = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    try (Statement sql = db.createStatement();
        ResultSet rows = sql.executeQuery("SELECT size, note FROM checkpoint ORDER BY size")) {
      while (rows.next()) {
        long size = rows.getLong(1);
        byte[] note = rows.getBytes(2);
        switch (check.stored(note == null ? new byte[0] : note)) {
          case CheckpointCheck.Result.Bad(String clause) ->
              findings.add(bad(size, "cannot be used: " + clause));
          case CheckpointCheck.Result.Good(Checkpoint checkpoint) -> {
            if (checkpoint.size() != size) {
              findings.add(bad(size, "is of another size"));
            } else {
              good.add(checkpoint);
            }
          }
        }
      }
    }
    return new StoredCheckpoints(good, findings);
  }

  private static Finding bad(long size, String what) {
    return Finding.general("the stored checkpoint of size " + size + " " + what);
  }

  /** The largest size under a checkpoint; 0 if there is none. */
  long sealedSize() {
    return good.stream().mapToLong(Checkpoint::size).max().orElse(0);
  }
}
