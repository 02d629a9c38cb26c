package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.LogVerdict.Unusable;
import dev.countersign.proof.log.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a log file offline, for someone who trusts neither the device nor its user. Never
 * changes the file. Rules and their order: {@code docs/audit-log.md}.
 */
public final class LogVerifier {
  private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;

  private final VerifierKeys keys;
  private final int blockHeight;

  public LogVerifier(VerifierKeys keys) {
    this(keys, TreeExamination.USUAL_HEIGHT);
  }

  LogVerifier(VerifierKeys keys, int blockHeight) {
    this.keys = keys;
    this.blockHeight = blockHeight;
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
      return verify(database, List.of(), Progress.NONE);
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
    return switch (new CheckpointCheck(keys).outside(note)) {
      case CheckpointCheck.Result.Bad(String clause) ->
          new Unusable("The checkpoint file cannot be used: " + clause + ".");
      case CheckpointCheck.Result.Good(Checkpoint outside) ->
          verify(
              database,
              List.of(new OutsideHead(outside, OutsideHead.Source.CHECKPOINT)),
              Progress.NONE);
    };
  }

  /**
   * Verifies the log against any number of heads that were kept elsewhere and whose signatures the
   * caller has checked. An interrupt ends it with {@link Unusable}.
   */
  public LogVerdict verify(Path database, List<OutsideHead> outside, Progress progress) {
    return examine(() -> LogSnapshot.of(database), outside, progress);
  }

  /** Verifies a log that this program has open, as of now, while writing goes on. */
  public LogVerdict verifyOpen(Path database, Progress progress) {
    return examine(() -> LogSnapshot.live(database), List.of(), progress);
  }

  private LogVerdict examine(Source source, List<OutsideHead> outside, Progress progress) {
    try (LogSnapshot snapshot = source.open()) {
      return new LogExamination(snapshot, keys, outside, new TreeExamination(blockHeight, progress))
          .run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Unusable("The check was stopped before its end.");
    } catch (IOException e) {
      return new Unusable("The database file cannot be used: " + e.getMessage() + ".");
    } catch (SQLException e) {
      return new Unusable(
          "The database file cannot be read (%s).".formatted(SqliteFaults.of(e).kind()));
    }
  }

  @FunctionalInterface
  private interface Source {
    LogSnapshot open() throws IOException, SQLException;
  }
}
