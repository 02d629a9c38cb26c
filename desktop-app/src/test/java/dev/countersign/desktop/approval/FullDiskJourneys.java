package dev.countersign.desktop.approval;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.submission.PendingProofFile;
import dev.countersign.proof.testing.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process that decides under a {@link FileSizeLimit} that lets half a kilobyte more through each
 * time, and says after each decision how it went and what is on the disk when there is room again.
 * Linux only.
 */
final class FullDiskJourneys {
  private FullDiskJourneys() {}

  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    Path folder = Path.of(arguments[0]);
    int steps = Integer.parseInt(arguments[1]);
    for (int step = 0; step < steps; step++) {
      Path own = Files.createDirectory(folder.resolve("step" + step));
      System.out.println(decide(own, step, 512L * step));
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String decide(Path folder, int step, long limit) throws Exception {
    boolean asked;
    boolean sent;
    JourneyState last;
    PendingProofFile proofs = new PendingProofFile(folder.resolve("pending.json"));
    try (Desk desk = new Desk(folder, Optional.of(proofs), Desk.PLENTY)) {
      boolean[] touched = {false};
      desk.token.script.add(request -> {
        touched[0] = true;
        return FakeToken.signs(request);
      });
      FileSizeLimit.set(limit);
      last = desk.toTheEnd(desk.begin());
      FileSizeLimit.set(FileSizeLimit.NONE);
      asked = touched[0];
      sent = !desk.gateway.submitted.isEmpty();
      desk.decisions().reconcile();
    }
    return report(folder, step, last, asked, sent);
  }

  /** What a start finds: every intent ended, the log as it was written. */
  private static String report(
      Path folder, int step, JourneyState last, boolean asked, boolean sent) throws Exception {
    Path db = folder.resolve("audit.db");
    Genesis genesis = Genesis.ofDevice(Fixture.DEVICE_JKT, Fixture.ISSUER);
    long intents;
    long open;
    List<DecisionOutcome> outcomes;
    try (AuditLog log = ((OpenOutcome.Opened) AuditLog.open(db, genesis, Desk.CLOCK)).log()) {
      log.completeOpenIntentsAsUnknown();
      List<AuditEntry> entries = log.entriesFrom(0, 100);
      intents = entries.stream().filter(e -> e.content() instanceof Content.Intended).count();
      open = log.openIntents().size();
      outcomes =
          entries.stream()
              .map(AuditEntry::content)
              .filter(Content.Ended.class::isInstance)
              .map(ended -> ((Content.Ended) ended).outcome())
              .toList();
    }
    int exit = new LogVerifier(VerifierKeys.none()).verify(db, Optional.empty()).exitCode();
    return "step %d done %b asked %b sent %b intents %d open %d outcome %s verify %d"
        .formatted(
            step,
            last instanceof JourneyState.Done,
            asked,
            sent,
            intents,
            open,
            outcomes.isEmpty() ? "none" : outcomes.getLast().getClass().getSimpleName(),
            exit);
  }
}
