package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.AuditLogPort;
import dev.countersign.desktop.approval.Decisions;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.JourneyPorts;
import dev.countersign.desktop.approval.LogWitness;
import dev.countersign.desktop.approval.UnknownOutcomes;
import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.enrollment.DeviceKey;
import dev.countersign.desktop.enrollment.EnrolmentFile;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.ExportConfirmation;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.enrollment.TokenChanges;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.GatewayClient;
import dev.countersign.desktop.submission.PendingProofFile;
import dev.countersign.desktop.submission.WitnessClient;
import dev.countersign.desktop.subscription.FeedSubscription;
import dev.countersign.desktop.subscription.FeedTiming;
import dev.countersign.desktop.ui.DeskServices;
import dev.countersign.desktop.ui.common.Ui.Fact;
import dev.countersign.desktop.ui.settings.DeskIdentity;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.desktop.witness.SecondWitnesses;
import dev.countersign.desktop.witness.WitnessSettings;
import dev.countersign.desktop.witness.WitnessedLog;
import dev.countersign.proof.decision.DecisionStatement.App;
import dev.countersign.proof.log.LogKeyText;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteSigner;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Builds an enrolled desk from its folder. */
public final class Wiring {
  private final App app;
  private final InstantSource clock;

  public Wiring(App app, InstantSource clock) {
    this.app = app;
    this.clock = clock;
  }

  /**
   * Opens the desk of a folder; the window is not part of it.
   *
   * @param tokens the tokens of this machine; stays the caller's
   * @param demoKey present exactly when {@code tokens} are the demo's
   */
  public Opening open(DeskFolder folder, MachineTokens tokens, Optional<DemoKey> demoKey) {
    DeviceKey key;
    EnrolmentFile enrolment;
    try {
      key = FileDeviceKey.open(folder.deviceKey());
      enrolment = EnrolmentFile.open(folder.enrolment());
    } catch (IOException unusable) {
      return new Opening.Refused("The enrolment cannot be used: " + unusable.getMessage() + ".");
    }
    boolean demo = enrolment.pins().demo();
    if (demo != demoKey.isPresent()) {
      return new Opening.Refused(
          demo
              ? "This enrolment is a demo gateway's. Start the demo instead."
              : "The demo key cannot be used with a real gateway.");
    }
    try {
      return DeskLock.take(folder.lock())
          .map(lock -> open(new Enrolled(folder, lock, key, enrolment), tokens, demoKey))
          .orElseGet(() -> new Opening.Refused("The desk is open already on this device."));
    } catch (IOException unusable) {
      return new Opening.Refused(
          "The desk's folder cannot be used: " + unusable.getMessage() + ".");
    }
  }

  /** A folder that is ours alone while the desk is open, and what was read from it. */
  private record Enrolled(
      DeskFolder folder, DeskLock lock, DeviceKey key, EnrolmentFile enrolment) {
    EnrolmentPins pins() {
      return enrolment.pins();
    }

    Opening.Refused release(String sentence) {
      try {
        lock.close();
        return new Opening.Refused(sentence);
      } catch (IOException held) {
        return new Opening.Refused(sentence + " Its lock is held until the program ends.");
      }
    }
  }

  private Opening open(Enrolled enrolled, MachineTokens tokens, Optional<DemoKey> demoKey) {
    Genesis genesis =
        Genesis.ofDevice(
            enrolled.key().publicKey().thumbprint(), enrolled.pins().gatewayKeys().issuer());
    VerifierKeys keys =
        new VerifierKeys(
            Optional.of(NoteKeys.deviceVerifier(genesis.origin(), enrolled.key().publicKey())),
            Optional.empty());
    return switch (AuditLog.open(
        enrolled.folder().auditLog(), genesis, keys, clock, AuditLog.DEFAULT_DEADLINE)) {
      case OpenOutcome.NotOpened(var fault) -> enrolled.release(fault.sentence());
      case OpenOutcome.Opened(AuditLog log) ->
          new Assembly(enrolled, tokens, demoKey, log, keys).open();
    };
  }

  /** One opening in progress. */
  private final class Assembly {
    private final Enrolled enrolled;
    private final DeskFolder folder;
    private final DeviceKey key;
    private final EnrolmentPins pins;
    private final MachineTokens tokens;
    private final Optional<DemoKey> demoKey;
    private final AuditLog log;
    private final VerifierKeys keys;

    Assembly(
        Enrolled enrolled,
        MachineTokens tokens,
        Optional<DemoKey> demoKey,
        AuditLog log,
        VerifierKeys keys) {
      this.enrolled = enrolled;
      this.folder = enrolled.folder();
      this.key = enrolled.key();
      this.pins = enrolled.pins();
      this.tokens = tokens;
      this.demoKey = demoKey;
      this.log = log;
      this.keys = keys;
    }

    Opening open() {
      PendingProofFile proofs = new PendingProofFile(folder.pendingProof());
      try {
        Optional<AuditFault> fault =
            new LogStart(log, proofs, pins, app.name() + " " + app.version()).write();
        return fault.map(unwritable -> refuse(unwritable.sentence())).orElseGet(() -> open(proofs));
      } catch (IOException unreadable) {
        return refuse(
            "A proof that was kept cannot be read, so nothing can be decided: "
                + unreadable.getMessage()
                + ".");
      } catch (AuditUnreadableException unreadable) {
        return refuse(unreadable.fault().sentence());
      }
    }

    private Opening open(PendingProofFile proofs) {
      try {
        ObservedAudit audit = new ObservedAudit(new AuditLogPort(log));
        SecondWitnesses witnesses = witnesses(audit);
        return new Opening.Open(desk(proofs, HistoryIndex.of(log), audit, witnesses));
      } catch (IOException unusable) {
        return refuse(unusable.getMessage() + ".");
      }
    }

    private Opening refuse(String sentence) {
      log.close();
      return enrolled.release(sentence);
    }

    private SecondWitnesses witnesses(ObservedAudit audit) throws IOException {
      HttpClient client = DpopHttp.newClient();
      return SecondWitnesses.open(
          WitnessSettings.read(folder.settings()),
          folder.witnessRecord(),
          each -> new WitnessClient(client, each.url(), clock),
          log,
          new WitnessedLog(audit, NoteKeys.deviceSigner(log.genesis().origin(), key), clock));
    }

    private OpenDesk desk(
        PendingProofFile proofs,
        HistoryIndex index,
        ObservedAudit audit,
        SecondWitnesses witnesses) {
      DpopHttp http = http();
      GatewayClient gateway = new GatewayClient(http);
      ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
      WitnessedAudit witnessed = new WitnessedAudit(audit, witnesses, background);
      var identity = enrolled.enrolment().identity(key, log.genesis().origin(), app);
      Inbox inbox = new Inbox(clock);
      JourneyPorts ports =
          new JourneyPorts(
              identity,
              gateway,
              witnessed,
              tokens.port(),
              proofs,
              JourneyPorts.Timing.usual(clock));
      Decisions decisions = new Decisions(ports, inbox);
      FeedSubscription feed =
          new FeedSubscription(http, pins.gatewayKeys(), inbox, FeedTiming.usual(), clock);
      LogVerification verification = new LogVerification(log, keys, background, clock);
      DeskDiary diary =
          new DeskDiary(log, identity.logSigner(), audit::changed, DeskDiary.Timing.usual());
      TokenChanges tokenChanges =
          new TokenChanges(
              enrolled.enrolment(),
              key,
              gateway,
              tokens.port(),
              new DiaryTokenRecord(diary),
              clock);
      PastDecisions past = new PastDecisions(log, pins.gatewayKeys());
      TrustSource trust = new TrustSource(gateway, witnesses, key.publicKey().thumbprint());
      AttachedTokens attached = new AttachedTokens(tokens.keys(), Optional.of(tokens.cards()));
      DeskServices services =
          new DeskServices(
              shownIdentity(),
              inbox,
              decisions,
              new DeskServices.Sources(
                  new ConnectionSource(feed, clock),
                  new AuditHistory(log, audit, identity.pins().witness(), verification),
                  history(index, past, verification, identity.logSigner()),
                  new GrantsSource(past, audit, clock),
                  new TokensSource(enrolled.enrolment(), attached, clock),
                  new TokenRoom(attached, Optional.of(new ConfirmedTokenChanges(tokenChanges))),
                  trust),
              demoKey,
              new DeskServices.Host(background, clock, System::nanoTime));
      LogWitness witness = new LogWitness(identity, gateway, witnessed);
      return new OpenDesk(
          services,
          new OpenDesk.Parts(
              log,
              index,
              gateway,
              feed,
              inbox,
              decisions,
              witness,
              trust,
              new Unsettled(index, past, new UnknownOutcomes(gateway, audit, pins.gatewayKeys())),
              verification,
              diary,
              tokenChanges,
              diary.follow(tokens),
              background,
              enrolled.lock()));
    }

    private HistoryRoom history(
        HistoryIndex index, PastDecisions past, LogVerification verification, NoteSigner signer) {
      return new HistoryRoom(
          index,
          new Stories(log, past),
          verification,
          new OpenLogExporter(log, signer, folder.syslogPosition(), app.version()),
          log::head,
          new ExportConfirmation(enrolled.enrolment()::pins, tokens.port(), clock));
    }

    private DpopHttp http() {
      return new DpopHttp(
          DpopHttp.newClient(),
          new GatewayAddress(pins.gateway()),
          new DpopHttp.ClientIdentity(
              key.publicKey().thumbprint(), pins.gatewayKeys().issuer(), key),
          clock);
    }

    private DeskIdentity shownIdentity() {
      return new DeskIdentity(
          pins.gatewayKeys().issuer(),
          pins.demo(),
          pins.approver(),
          key.publicKey().thumbprint(),
          List.of(
              new Fact("Gateway address", pins.gateway().toString()),
              new Fact("Audience (RP ID)", pins.audience()),
              new Fact("Gateway key", pins.gatewayKeys().keys().getFirst().key().thumbprint()),
              new Fact("Witness", pins.witness().name()),
              new Fact(
                  "Log key, for a second witness",
                  LogKeyText.of(log.genesis().origin(), key.publicKey())),
              new Fact("Audit log", folder.auditLog().toString()),
              new Fact("Version", app.version())));
    }
  }
}
