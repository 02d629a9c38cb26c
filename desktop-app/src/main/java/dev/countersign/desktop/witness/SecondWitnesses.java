package dev.countersign.desktop.witness;

import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.approval.WitnessPort;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.proof.log.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All further witnesses of this device's log. One that contradicts the log ends all decisions, now
 * and after every start, as long as it is configured; one that is silent does not.
 */
public final class SecondWitnesses {
  private static final Logger LOG = LoggerFactory.getLogger(SecondWitnesses.class);

  /** How long the first decision of a run waits for witnesses that were not asked yet. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<SecondWitness> witnesses;
  private final Map<SecondWitness, String> lines = new HashMap<>();
  private final AuditLog log;
  private final Path record;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** One of them, for whoever shows it. */
  public record Shown(String name, WitnessState state) {}

  private SecondWitnesses(List<SecondWitness> witnesses, AuditLog log, Path record) {
    this.witnesses = witnesses;
    this.log = log;
    this.record = record;
  }

  /**
   * Makes them, records a change of the settings in the log, and lets alarms of earlier runs count.
   *
   * @param record where they are remembered
   * @param port reaches one
   * @throws IOException when the change cannot be recorded, or an earlier alarm not be known
   */
  public static SecondWitnesses open(
      WitnessSettings settings,
      Path record,
      Function<WitnessSettings.Configured, WitnessPort> port,
      AuditLog log,
      WitnessedLog witnessed)
      throws IOException {
    WitnessRecord before = WitnessRecord.load(record);
    List<String> now = settings.witnesses().stream().map(WitnessSettings.Configured::line).toList();
    if (!before.witnesses().equals(now)) {
      recordChange(before, settings, log);
      Map<String, WitnessAlarm> kept = new HashMap<>(before.alarms());
      kept.keySet().retainAll(now);
      new WitnessRecord(now, kept).save(record);
    }
    List<SecondWitness> all = new ArrayList<>();
    SecondWitnesses made = new SecondWitnesses(all, log, record);
    for (WitnessSettings.Configured each : settings.witnesses()) {
      Optional<WitnessAlarm> alarm = Optional.ofNullable(before.alarms().get(each.line()));
      WitnessState state =
          alarm.<WitnessState>map(WitnessState.Alarmed::new).orElseGet(WitnessState.NotAsked::new);
      SecondWitness witness = new SecondWitness(each.key(), port.apply(each), witnessed, state);
      all.add(witness);
      made.lines.put(witness, each.line());
      alarm.ifPresent(earlier -> made.stop(witness, earlier));
    }
    return made;
  }

  private static void recordChange(WitnessRecord before, WitnessSettings settings, AuditLog log)
      throws IOException {
    String to =
        settings.witnesses().isEmpty()
            ? "none"
            : String.join(" ", settings.witnesses().stream().map(each -> each.line()).toList());
    Optional<String> from =
        before.witnesses().isEmpty()
            ? Optional.empty()
            : Optional.of(String.join(" ", before.witnesses()));
    if (log.appendEvent(new DeskEvent.SettingChanged("second_witness", from, to))
        instanceof AppendOutcome.NotRecorded(var fault)) {
      throw new IOException("a change of the settings cannot be recorded: " + fault.sentence());
    }
  }

  /** What each of them said. */
  public List<Shown> shown() {
    return witnesses.stream().map(each -> new Shown(each.key().name(), each.state())).toList();
  }

  /** Tells changes on any thread; a listener must not block. */
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Submits a head to each of them; blocks until all answered or their deadlines passed. */
  public void submit(SignedCheckpoint head) throws InterruptedException {
    for (SecondWitness each : witnesses) {
      submit(each, head);
    }
  }

  private void submit(SecondWitness witness, SignedCheckpoint head) throws InterruptedException {
    WitnessState before = witness.state();
    WitnessState after = witness.submit(head, alarm -> uncut(() -> raise(witness, alarm)));
    if (before.equals(after)) {
      return;
    }
    if (after instanceof WitnessState.Silent(String reason, var _)) {
      LOG.warn("the witness {} did not cosign: {}", witness.key().name(), reason);
    }
    listeners.forEach(Runnable::run);
  }

  /**
   * Has those asked that were not asked in this run, for some seconds at most: a desk and a gateway
   * that were rolled back together are found before the first decision, if the witness is reached.
   */
  public void beforeDecision() throws InterruptedException {
    List<SecondWitness> open =
        witnesses.stream().filter(each -> each.state() instanceof WitnessState.NotAsked).toList();
    List<Thread> asking =
        open.stream()
            .map(each -> Thread.ofVirtual().name("second-witness").start(() -> submitNow(each)))
            .toList();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (Thread each : asking) {
        each.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } finally {
      asking.forEach(Thread::interrupt);
    }
  }

  private void submitNow(SecondWitness witness) {
    try {
      submit(witness, witness.head());
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * On a thread that nobody interrupts: a desk that closes, or a decision that waits no longer,
   * must not cut off what has to be durable.
   */
  private static void uncut(Runnable durable) {
    CompletableFuture.runAsync(
            durable, task -> Thread.ofPlatform().daemon().name("witness-alarm").start(task))
        .join();
  }

  // First that no decision follows, then that it is remembered.
  private void raise(SecondWitness witness, WitnessAlarm alarm) {
    String name = witness.key().name();
    stop(witness, alarm);
    LOG.error(
        "ALARM {} by the witness {}: it knows {} entries, here are {}",
        alarm.kind().wire(),
        name,
        alarm.known(),
        alarm.shown());
    try {
      if (alarm.kind() != WitnessAlarm.Kind.NOT_TRUSTED) {
        remember(witness, alarm); // the other is only its word, and is asked for again
      }
    } catch (IOException notKept) {
      LOG.error("the alarm of {} is not remembered after this run", name, notKept);
    }
    if (log.appendEvent(
            new DeskEvent.WitnessAlarmed(name, alarm.kind().wire(), alarm.known(), alarm.shown()))
        instanceof AppendOutcome.NotRecorded(var fault)) {
      LOG.warn("the alarm is not in the audit log: {}", fault.kind());
    }
  }

  private synchronized void remember(SecondWitness witness, WitnessAlarm alarm) throws IOException {
    WitnessRecord before = WitnessRecord.load(record);
    Map<String, WitnessAlarm> alarms = new HashMap<>(before.alarms());
    alarms.put(Optional.ofNullable(lines.get(witness)).orElseThrow(), alarm);
    new WitnessRecord(before.witnesses(), alarms).save(record);
  }

  private void stop(SecondWitness witness, WitnessAlarm alarm) {
    log.refuseDecisions(
        new AuditFault(
            AuditFault.Kind.CONTRADICTED,
            alarm.sentence(witness.key().name())
                + " Nothing can be decided. Tell your operator; the way back is a new enrolment."));
  }
}
