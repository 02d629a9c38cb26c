package dev.countersign.desktop.ui;

import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.approval.Journey;
import dev.countersign.desktop.approval.JourneyStarter;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.audit.HistoryKind;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.ui.common.Connection;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.common.Ui.Fact;
import dev.countersign.desktop.ui.history.AuditState;
import dev.countersign.desktop.ui.history.EntryStanding;
import dev.countersign.desktop.ui.history.HistoryDesk;
import dev.countersign.desktop.ui.history.HistoryEntry;
import dev.countersign.desktop.ui.history.HistoryEvent;
import dev.countersign.desktop.ui.history.HistorySnapshot;
import dev.countersign.desktop.ui.history.HistorySource;
import dev.countersign.desktop.ui.sessions.LiveGrant;
import dev.countersign.desktop.ui.settings.DeskIdentity;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.desktop.ui.trust.TrustSnapshot;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.log.TreeHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Services in memory that a test drives step by step, with a clock that it moves. */
final class FakeDesk implements JourneyStarter, AutoCloseable {
  /** What an export does, on the thread that it is made on. */
  interface Exporting {
    Export.Outcome run(String what, EnrolledTokenChanges.Person person, Export.Control control)
        throws InterruptedException;
  }

  private volatile Instant now = SampleRequest.NOW;
  private final AtomicLong nanos = new AtomicLong();
  final AtomicInteger touches = new AtomicInteger();
  final List<ReviewedRequest> decisions = new ArrayList<>();
  final List<String> pins = new ArrayList<>();
  final List<Integer> choices = new ArrayList<>();
  final Inbox inbox = new Inbox(clock());
  final FakeTokenDesk keys = new FakeTokenDesk();
  Executor background = Runnable::run;
  volatile boolean cancelled;
  private volatile Consumer<JourneyState> listener = _ -> {};
  private volatile JourneyState state = new JourneyState.CheckingRequest();
  final List<HistoryQuery> queries = new CopyOnWriteArrayList<>();
  final List<String> exports = new CopyOnWriteArrayList<>();
  volatile int verifications;
  volatile int stopped;
  volatile Runnable historyChanged = () -> {};
  volatile AuditState audit =
      new AuditState.Verified(
          1206, OptionalLong.of(1206), "witness.gateway.example", SampleRequest.NOW);
  final List<String> exportPins = new CopyOnWriteArrayList<>();
  volatile Exporting exporting = this::confirmedByKey;
  volatile boolean inTree = true;
  List<HistoryRow> past =
      List.of(
          event(1205, "export", "1,204 entries left this device as jsonl."),
          row(1204, "approve", "accepted", "req-7f3a91c2", "deploy-bot", "secret.rotate"),
          event(1203, "feed_loss", "The gateway was no longer followed: it could not be reached."),
          row(1202, "deny", "accepted", "req-90aa", "hydra-svc", "ot.remote_support"),
          row(1200, "approve", "refused", "req-91bb", "shop-release", "deploy.release"),
          row(1198, "approve", "cancelled", "req-92cc", "on-call@example.com", "shell.exec"),
          event(1197, "enrolment", "The token “green \u202ekey” was enrolled."),
          event(
              1196,
              "recovery",
              "The desk had not ended as it should: 1 decision was without an outcome."),
          event(
              1195,
              "witness_alarm",
              "The witness witness.auditor.example contradicted this log (roll back)."),
          event(
              1194,
              "settings",
              "The setting second_witness was changed to “witness.auditor.example+1a2b3c4d+BAAA”."),
          event(1193, "start", "The desk was opened (countersign 0.1.0)."),
          event(1192, "stop", "The desk was closed."),
          event(
              1191,
              "log_head",
              "Nothing had been written for an hour; the log had 1,191 entries."));
  private volatile TrustSnapshot trust = TrustSnapshot.QUIET;
  private final List<Runnable> trustListeners = new CopyOnWriteArrayList<>();
  private Connection connection = new Connection.Connected(SampleRequest.NOW.minusSeconds(600));

  InstantSource clock() {
    return () -> now;
  }

  void pass(long seconds) {
    now = now.plusSeconds(seconds);
    nanos.addAndGet(seconds * 1_000_000_000L);
  }

  FakeDesk filled() {
    inbox.put(SampleRequest.deployment().item());
    inbox.put(SampleRequest.vendor().item());
    inbox.put(SampleRequest.secretRotation().item());
    inbox.put(
        new InboxItem.NotApprovable(
            "req-e00bad77",
            RefusalCode.BAD_REQUEST_SIGNATURE,
            "The signature is not the gateway's. It was not shown to you as a request.",
            now.minusSeconds(41)));
    return this;
  }

  FakeDesk disconnected() {
    connection = new Connection.Disconnected(now.minusSeconds(75), "The gateway does not answer.");
    return this;
  }

  void tell(TrustSnapshot next) {
    trust = next;
    trustListeners.forEach(Runnable::run);
  }

  private LiveSource<TrustSnapshot> trust() {
    return new LiveSource<>() {
      @Override
      public TrustSnapshot load() {
        return trust;
      }

      @Override
      public Subscription onChange(Runnable changed) {
        trustListeners.add(changed);
        return () -> trustListeners.remove(changed);
      }
    };
  }

  DeskServices services() {
    return services(true);
  }

  DeskServices services(boolean demo) {
    return new DeskServices(
        new DeskIdentity(
            demo ? "demo.gateway.example" : "gateway.example",
            demo,
            "mara@example.com",
            "q3Vd1yZt8mWcJ0hB7uXfKs5nPoLr2EgAiT6vYjQbN4k",
            List.of(
                new Fact("Audit log", "~/.local/state/countersign/audit.db"),
                new Fact("Configuration", "~/.config/countersign/desk.toml"),
                new Fact("Version", "0.1.0"))),
        inbox,
        this,
        new DeskServices.Sources(
            LiveSource.fixed(connection),
            history(),
            historyDesk(),
            LiveSource.fixed(grants()),
            keys,
            keys,
            trust()),
        demo ? Optional.of(new DemoKey("246810", touches::incrementAndGet)) : Optional.empty(),
        new DeskServices.Host(background, clock(), nanos::get));
  }

  @Override
  public Journey begin(ReviewedRequest reviewed, Consumer<JourneyState> told) {
    decisions.add(reviewed);
    listener = told;
    tell(new JourneyState.CheckingRequest());
    return new Journey() {
      @Override
      public void providePin(char[] pin) {
        pins.add(new String(pin));
        Arrays.fill(pin, '\0');
      }

      @Override
      public void choose(int index) {
        choices.add(index);
      }

      @Override
      public boolean cancel() {
        cancelled = true;
        tell(new JourneyState.Cancelled());
        return true;
      }

      @Override
      public JourneyState state() {
        return state;
      }
    };
  }

  void tell(JourneyState next) {
    state = next;
    listener.accept(next);
  }

  JourneyState.Done done() {
    ReviewedRequest last = decisions.getLast();
    return new JourneyState.Done(
        new Receipt(
            "demo.gateway.example",
            last.presentation().request().sha256(),
            digest("challenge"),
            418,
            last.decision(),
            Receipt.Assurance.DEMO,
            now.getEpochSecond(),
            1206,
            TreeHash.of(digest("root").toArray())),
        Optional.empty());
  }

  private static Digest digest(String of) {
    return Digest.sha256(of.getBytes(StandardCharsets.UTF_8));
  }

  private static List<LiveGrant> grants() {
    return List.of(
        new LiveGrant(
            "req-55",
            "nightly-backup (service, for ops@example.com) asks to read a secret",
            "ses-0c12",
            SampleRequest.NOW.minusSeconds(12),
            SampleRequest.NOW.plusSeconds(48)));
  }

  private HistorySource history() {
    return new HistorySource() {
      @Override
      public HistorySnapshot load() {
        return new HistorySnapshot(1206, audit);
      }

      @Override
      public Subscription onChange(Runnable changed) {
        historyChanged = changed;
        return () -> {};
      }
    };
  }

  private HistoryDesk historyDesk() {
    return new HistoryDesk() {
      @Override
      public Found search(HistoryQuery query, long below, int limit) {
        queries.add(query);
        List<HistoryRow> found =
            past.stream()
                .filter(row -> row.entry() < below && isOf(row, query.kind()))
                .filter(row -> row.toString().contains(query.text()))
                .filter(row -> query.decision().outcome().isEmpty() || isEnded(row, query))
                .toList();
        long total =
            past.stream()
                .filter(row -> isOf(row, query.kind()) && row.toString().contains(query.text()))
                .count();
        return new Found(total, found.stream().limit(limit).toList());
      }

      private boolean isOf(HistoryRow row, HistoryKind kind) {
        String type = row instanceof HistoryRow.Event event ? event.type() : "intent";
        return kind.types().isEmpty() || kind.types().contains(type);
      }

      private boolean isEnded(HistoryRow row, HistoryQuery query) {
        return row instanceof HistoryRow.Decision decision
            && decision.outcome().equals(query.decision().outcome());
      }

      @Override
      public Told story(HistoryRow row) {
        return switch (row) {
          case HistoryRow.Decision decision ->
              new Told(
                  entry(
                      decision.requestId(),
                      decision.requester() + " asks for " + decision.action(),
                      HistoryEntry.Kind.APPROVE,
                      30,
                      row.entry() + 1),
                  new EntryStanding(inTree, row.entry() + 1));
          case HistoryRow.Event event ->
              new Told(
                  new HistoryEvent(
                      event.entry(),
                      Optional.of(Instant.ofEpochSecond(event.at())),
                      event.sentence(),
                      "What that says, and what it does not.",
                      List.of(new HistoryEntry.Fact("format", "jsonl"))),
                  new EntryStanding(inTree, event.entry()));
        };
      }

      @Override
      public void verifyNow() {
        verifications++;
      }

      @Override
      public void stopVerifying() {
        stopped++;
      }

      @Override
      public Export.Outcome export(
          Path file,
          ExportFormat format,
          EnrolledTokenChanges.Person person,
          Export.Control control)
          throws InterruptedException {
        return exporting.run(format.word() + " " + file, person, control);
      }
    };
  }

  private Export.Outcome confirmedByKey(
      String what, EnrolledTokenChanges.Person person, Export.Control control)
      throws InterruptedException {
    Optional<char[]> pin = person.pin("YubiKey 5", Optional.empty());
    if (pin.isEmpty()) {
      return new Export.Outcome.NotDone("No PIN was given. Nothing was exported.");
    }
    exportPins.add(new String(pin.get()));
    person.touch("Touch your enrolled key now, to confirm this.");
    exports.add(what);
    return new Export.Outcome.Done(1206, 1207);
  }

  private static HistoryRow row(
      long entry, String decision, String outcome, String id, String requester, String action) {
    return new HistoryRow.Decision(
        entry,
        OptionalLong.of(entry + 1),
        SampleRequest.NOW.getEpochSecond() - (1206 - entry) * 300,
        decision,
        outcome,
        id,
        requester,
        action);
  }

  private static HistoryRow event(long entry, String type, String sentence) {
    return new HistoryRow.Event(
        entry, SampleRequest.NOW.getEpochSecond() - (1206 - entry) * 300, type, sentence);
  }

  private static HistoryEntry entry(
      String id, String headline, HistoryEntry.Kind kind, long ago, long index) {
    return new HistoryEntry(
        id,
        headline,
        kind,
        SampleRequest.NOW.minusSeconds(ago),
        index - 1,
        OptionalLong.of(index),
        Optional.of(
            new HistoryEntry.Outcome(
                true, "The gateway verified the proof and counted it as decision 418.")),
        List.of(
            new HistoryEntry.Fact("Request", id),
            new HistoryEntry.Fact("Request digest", digest(id).toString()),
            new HistoryEntry.Fact("Assurance", "demo")));
  }

  @Override
  public void close() {
    inbox.close();
  }
}
