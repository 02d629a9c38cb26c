package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.LogVerdict.Unusable;
import dev.countersign.proof.log.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Verifies a log file offline, for someone who trusts neither the device nor its user. Never
 * changes the file. Rules and their order: {@code docs/audit-log.md}.
 */
public final class LogVerifier {
  private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;

  private final CheckpointCheck checkpoints;
  private final VerifierKeys keys;

  public LogVerifier(VerifierKeys keys) {
    this.keys = keys;
    this.checkpoints = new CheckpointCheck(keys);
  }

  /**
   * Verifies the log.
   *
   * @param database the SQLite file; a {@code -wal} file beside it is taken into account
   * @param checkpoint a checkpoint kept elsewhere, best signed by a witness; without it a log that
   *     was cut or replaced as a whole cannot be noticed, and the verdict lists {@code witness} as
   *     not checked
   */
  public LogVerdict verify(Path database, Optional<Path> checkpoint) {
    if (checkpoint.isEmpty()) {
      return examine(database, Optional.empty());
    }
    byte[] note;
    try {
      if (Files.size(checkpoint.get()) > MAX_CHECKPOINT_BYTES) {
        return new Unusable("The checkpoint file is too large.");
      }
      note = Files.readAllBytes(checkpoint.get());
    } catch (IOException e) {
      return new Unusable("The checkpoint file cannot be read.");
    }
    return switch (checkpoints.outside(note)) {
      case CheckpointCheck.Result.Bad(String clause) ->
          new Unusable("The checkpoint file cannot be used: " + clause + ".");
      case CheckpointCheck.Result.Good(Checkpoint outside) ->
          examine(database, Optional.of(outside));
    };
  }

  private LogVerdict examine(Path database, Optional<Checkpoint> outside) {
    try (LogSnapshot snapshot = LogSnapshot.of(database)) {
      return new LogExamination(snapshot.db(), keys, checkpoints, outside).run();
    } catch (IOException e) {
      return new Unusable("The database file cannot be used: " + e.getMessage() + ".");
    } catch (SQLException e) {
      return new Unusable(
          "The database file cannot be read (%s).".formatted(SqliteFaults.of(e).kind()));
    }
  }
}
