package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AppendOutcome.NotRecorded;
import dev.countersign.desktop.audit.AppendOutcome.Recorded;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Random;

/**
 * What a child JVM does to an audit log: {@code write} a number of decisions, {@code forever} until
 * it is killed, or {@code faults}: decisions on a disk that fails at each step in turn.
 */
final class AuditWorkload {
  private final Path folder;
  private final FileChannel acknowledged;
  private final Random random;

  private AuditWorkload(Path folder, long seed) throws IOException {
    this.folder = folder;
    this.random = new Random(seed);
    // Each acknowledgement is a write into the recorded folder, so it has its place in the record.
    this.acknowledged =
        FileChannel.open(
            folder.resolve("acknowledged"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND);
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    AuditWorkload workload = new AuditWorkload(folder, Long.parseLong(arguments[2]));
    switch (arguments[0]) {
      case "write" -> workload.write(Integer.parseInt(arguments[3]));
      case "unsafe" -> workload.unsafe(Integer.parseInt(arguments[3]));
      case "forever" -> workload.write(Integer.MAX_VALUE);
      case "enospc", "eio" -> workload.faults(arguments[0], Integer.parseInt(arguments[3]));
      case "stall" -> workload.stall();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private Path database() {
    return folder.resolve("audit.db");
  }

  /** Decisions through the log as the desk uses it, closed and opened again now and then. */
  private void write(int decisions) throws IOException {
    int left = decisions;
    while (left > 0) {
      try (AuditLog log = LogFixture.open(database())) {
        log.completeOpenIntentsAsUnknown().forEach(this::acknowledge);
        acknowledge(log.appendEvent(new DeskEvent.Started("workload")));
        for (int i = 0; i < 150 && left > 0; i++, left--) {
          decide(log);
        }
        acknowledge(log.appendEvent(new DeskEvent.Stopped()));
      }
    }
  }

  private boolean decide(AuditLog log) {
    if (!(log.appendIntent(LogFixture.intent(random.nextInt(200))) instanceof Recorded intent)) {
      return false;
    }
    acknowledge(intent);
    byte[] request = new byte[random.nextInt(6_000)];
    random.nextBytes(request);
    AppendOutcome outcome =
        log.appendOutcome(
            intent.index(),
            LogFixture.digest(1),
            new DecisionOutcome.Cancelled(),
            Optional.of(Bytes.of(request)));
    acknowledge(outcome);
    return outcome instanceof Recorded;
  }

  /** The same rows with {@code synchronous = NORMAL}: what the power-loss test must find. */
  private void unsafe(int decisions) throws SQLException, IOException {
    LogFixture.open(database()).close();
    Connection db = AuditFile.connect(database());
    try (Statement sql = db.createStatement();
        AuditWriter writer = LogFixture.writer(db)) {
      sql.execute("PRAGMA synchronous = NORMAL");
      EntryWriter entries = new EntryWriter(LogFixture.CLOCK);
      for (int i = 0; i < 2 * decisions; i++) {
        acknowledge(writer.append(entries.intent(LogFixture.intent(i % 200))));
      }
    }
  }

  /**
   * One decision after another; the disk fails from the first, second, third… operation of each on,
   * is repaired, and takes the next one.
   */
  private void faults(String kind, int steps) throws IOException {
    for (int step = 1; step <= steps; step++) {
      fault("off");
      try (AuditLog log = LogFixture.open(database())) {
        long before = log.head().size();
        fault(kind + " " + step);
        boolean whole = decide(log);
        long head = log.head().size();
        long read = log.entriesFrom(0, Integer.MAX_VALUE).size();
        boolean refused = log.appendIntent(LogFixture.intent(7)) instanceof NotRecorded;
        fault("off");
        System.out.printf(
            "%s step %d whole %b refused %b read %d head %d before %d%n",
            kind, step, whole, refused, read, head, before);
      }
    }
  }

  /** A disk that hangs: how long an intent, the next intent, and reading take. */
  private void stall() throws IOException {
    OpenOutcome opened =
        AuditLog.open(
            database(),
            LogFixture.GENESIS,
            VerifierKeys.none(),
            LogFixture.CLOCK,
            java.time.Duration.ofSeconds(2));
    try (AuditLog log = ((OpenOutcome.Opened) opened).log()) {
      decide(log);
      fault("stall 5000");
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        AppendOutcome outcome = log.appendIntent(LogFixture.intent(i));
        String said =
            outcome instanceof NotRecorded(AuditFault refused) ? refused.kind().name() : "RECORDED";
        System.out.printf("intent %s %d ms%n", said, (System.nanoTime() - start) / 1_000_000);
      }
      long start = System.nanoTime();
      int entries = log.entries(Long.MAX_VALUE, 100).size();
      System.out.printf("read %d %d ms%n", entries, (System.nanoTime() - start) / 1_000_000);
      fault("off");
    }
  }

  private void fault(String text) throws IOException {
    Files.write(folder.resolve("fault.ctl"), text.getBytes(StandardCharsets.US_ASCII));
  }

  private void acknowledge(AppendOutcome outcome) {
    if (outcome instanceof Recorded recorded) {
      String line = recorded.index() + " " + LeafDigest.of(recorded.leaf()) + "\n";
      try {
        acknowledged.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException full) {
        throw new UncheckedIOException(full);
      }
    }
  }
}
