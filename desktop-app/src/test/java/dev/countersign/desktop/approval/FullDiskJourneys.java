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
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process that decides under a limit of the file size (RLIMIT_FSIZE) that lets one kilobyte more
 * through each time, and says after each decision how it went and what is on the disk when there is
 * room again. Linux only.
 */
final class FullDiskJourneys {
  private static final int RLIMIT_FSIZE = 1;
  private static final long NO_LIMIT = -1;

  private FullDiskJourneys() {}

  public static void main(String[] arguments) throws Throwable {
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

  private static String decide(Path folder, int step, long limit) throws Throwable {
    boolean asked;
    boolean sent;
    JourneyState last;
    PendingProofFile proofs = new PendingProofFile(folder.resolve("pending.json"));
    try (Desk desk = new Desk(folder, Optional.of(proofs))) {
      boolean[] touched = {false};
      desk.token.script.add(request -> {
        touched[0] = true;
        return FakeToken.signs(request);
      });
      limitFiles(limit);
      last = desk.toTheEnd(desk.begin());
      limitFiles(NO_LIMIT);
      asked = touched[0];
      sent = !desk.gateway.submitted.isEmpty();
      desk.decisions.reconcile();
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

  private static void limitFiles(long bytes) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle setrlimit =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setrlimit"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(ValueLayout.JAVA_LONG, 2);
      limit.setAtIndex(ValueLayout.JAVA_LONG, 0, bytes);
      limit.setAtIndex(ValueLayout.JAVA_LONG, 1, NO_LIMIT);
      int failed = (int) setrlimit.invokeExact(RLIMIT_FSIZE, limit);
      if (failed != 0) {
        throw new IllegalStateException("the limit cannot be set");
      }
    }
  }
}
