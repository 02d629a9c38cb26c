package dev.countersign.desktop.demo;

import static dev.countersign.proof.testing.PatientWaits.PATIENCE;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.approval.FileSizeLimit;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditLog;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process with a desk whose disk is full from a stage of a decision on. It reads lines of a
 * request's id and a stage, and after each decision says what was on the disk while it was full;
 * then there is room again, and the desk is closed and opened. Argument: the folder.
 */
final class FullDiskDesk {
  private FullDiskDesk() {}

  /** From when on nothing can be written. */
  enum Stage {
    BEFORE_INTENT,
    RECORDING_INTENT,
    AFTER_INTENT,
    AT_TOUCH,
    AT_OUTCOME,
    AT_CHECKPOINT,
    NEVER;

    private boolean isAt(JourneyState state) {
      return switch (state) {
        case JourneyState.RecordingIntent _ -> this == RECORDING_INTENT;
        case JourneyState.NeedsPin _ -> this == AFTER_INTENT;
        case JourneyState.WaitingForTouch _ -> this == AT_TOUCH;
        case JourneyState.Sending _ -> this == AT_OUTCOME;
        default -> false;
      };
    }
  }

  public static void main(String[] arguments) throws Exception {
    Thread.currentThread()
        .setUncaughtExceptionHandler((thread, fault) -> {
          fault.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    Logger.getLogger("").setLevel(Level.OFF);
    RealDesk real = RealDesk.withoutGateway(Path.of(arguments[0]));
    open(real);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      System.out.println(decide(real, words[0], Stage.valueOf(words[1])));
      real.closeDesk();
      open(real);
    }
    real.close();
    System.exit(0);
  }

  /** A start settles what was open and has the log sealed last of all. */
  private static void open(RealDesk real) {
    AuditLog log = real.openDesk().log();
    await()
        .atMost(PATIENCE)
        .until(() ->
            log.newestWitnessed().filter(note -> note.checkpoint().equals(log.head())).isPresent());
  }

  private static String decide(RealDesk real, String request, Stage stage) {
    AuditLog log = real.desk().log();
    long before = log.head().size();
    if (stage == Stage.BEFORE_INTENT) {
      FileSizeLimit.fullDisk();
    }
    Subscription grown =
        real.desk()
            .services()
            .sources()
            .history()
            .onChange(() -> {
              if (stage == Stage.AT_CHECKPOINT && log.head().size() == before + 2) {
                FileSizeLimit.fullDisk();
              }
            });
    try {
      JourneyState last =
          real.approve(
              request,
              state -> {
                if (stage.isAt(state)) {
                  FileSizeLimit.fullDisk();
                }
              });
      return "%s %s %s".formatted(stage, last.getClass().getSimpleName(), kinds(log, before));
    } finally {
      grown.close();
      FileSizeLimit.set(FileSizeLimit.NONE);
    }
  }

  /** What became durable, in one word. */
  private static String kinds(AuditLog log, long from) {
    List<String> kinds =
        log.entriesFrom(from, 100).stream()
            .map(AuditEntry::content)
            .map(content ->
                switch (content) {
                  case Content.Intended _ -> "intent";
                  case Content.Ended ended -> ended.outcome().getClass().getSimpleName();
                  case Content.Begun _, Content.Happened _, Content.Unreadable _ -> "other";
                })
            .map(kind -> kind.toLowerCase(Locale.ROOT))
            .toList();
    return kinds.isEmpty() ? "nothing" : String.join("+", kinds);
  }
}
