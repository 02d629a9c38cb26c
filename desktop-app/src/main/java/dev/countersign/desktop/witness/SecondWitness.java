package dev.countersign.desktop.witness;

import dev.countersign.desktop.approval.WitnessPort;
import dev.countersign.desktop.approval.WitnessPort.Answer;
import dev.countersign.desktop.audit.CheckpointOutcome;
import dev.countersign.proof.log.AddCheckpoint;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One further witness of this device's log, and what it said. The log's own paths are honest, so a
 * witness that does not find them so knows another history: that is an alarm, and stays one.
 */
final class SecondWitness {
  /** Enough to learn the size it knows and to be overtaken once. */
  private static final int ATTEMPTS = 4;

  private final CosignatureVerifier key;
  private final WitnessPort port;
  private final WitnessedLog log;
  private final ReentrantLock asking = new ReentrantLock();
  private long known; // guarded by asking
  private volatile WitnessState state;

  SecondWitness(CosignatureVerifier key, WitnessPort port, WitnessedLog log, WitnessState state) {
    this.key = key;
    this.port = port;
    this.log = log;
    this.state = state;
  }

  CosignatureVerifier key() {
    return key;
  }

  WitnessState state() {
    return state;
  }

  /** The log's present head, signed by the device. */
  SignedCheckpoint head() {
    return log.signed(log.audit().head());
  }

  /**
   * Submits a head and keeps the cosigned checkpoint; gives the state after it.
   *
   * @param raise told of an alarm before anybody can see it, so that whoever sees it finds that it
   *     counts already
   */
  WitnessState submit(SignedCheckpoint head, Consumer<WitnessAlarm> raise)
      throws InterruptedException {
    asking.lockInterruptibly();
    try {
      if (!(state instanceof WitnessState.Alarmed) && !isCosigned(head)) {
        WitnessState next = ask(head);
        if (next instanceof WitnessState.Alarmed(WitnessAlarm alarm)) {
          raise.accept(alarm);
        }
        state = next;
      }
      return state;
    } finally {
      asking.unlock();
    }
  }

  private boolean isCosigned(SignedCheckpoint head) {
    return state instanceof WitnessState.Cosigned(long size, Instant _)
        && head.checkpoint().size() <= size;
  }

  private WitnessState ask(SignedCheckpoint first) throws InterruptedException {
    SignedCheckpoint head = first;
    for (int i = 0; i < ATTEMPTS; i++) {
      long size = head.checkpoint().size();
      if (known > size) {
        Checkpoint now = log.audit().head();
        if (known > now.size()) {
          return alarmed(WitnessAlarm.Kind.ROLL_BACK, now.size());
        }
        head = log.signed(now);
        size = now.size();
      }
      switch (port.add(new AddCheckpoint(known, log.audit().consistency(known, size), head))) {
        case Answer.Lines(var lines) -> {
          return kept(head.withLineOf(key, lines.toArray()), size);
        }
        case Answer.Known(long other) -> {
          if (other == known && other == size) {
            return alarmed(WitnessAlarm.Kind.FORK, size);
          }
          known = other;
        }
        case Answer.NotConsistent() -> {
          proveFork();
          return alarmed(WitnessAlarm.Kind.FORK, size);
        }
        case Answer.NotTrusted() -> {
          return alarmed(WitnessAlarm.Kind.NOT_TRUSTED, size);
        }
        case Answer.UnknownLog() -> {
          return silent("it was not told about this device's log");
        }
        case Answer.NoAnswer(String reason) -> {
          return silent(reason);
        }
      }
    }
    return silent("its answers do not fit together");
  }

  /**
   * A path that does not hold proves nothing to the witness, because anybody can send one. Two
   * signed roots of one size do: so it is shown what this log had at the size it knows.
   */
  private void proveFork() throws InterruptedException {
    if (known > 0 && known < log.audit().head().size()) {
      SignedCheckpoint then = log.signed(log.audit().headAt(known));
      port.add(new AddCheckpoint(known, List.of(), then));
    }
  }

  private WitnessState kept(Parse<SignedCheckpoint> answer, long size) {
    return switch (answer) {
      case Parse.Malformed<SignedCheckpoint>(String reason) -> silent(reason);
      case Parse.Parsed<SignedCheckpoint>(SignedCheckpoint cosigned) -> {
        known = size;
        yield switch (log.audit().storeCheckpoint(cosigned)) {
          case CheckpointOutcome.Stored() -> new WitnessState.Cosigned(size, log.clock().instant());
          case CheckpointOutcome.Contradicts(String sentence) -> silent(sentence);
          case CheckpointOutcome.NotStored(var fault) -> silent(fault.sentence());
        };
      }
    };
  }

  private WitnessState silent(String reason) {
    Instant since =
        state instanceof WitnessState.Silent(String _, Instant before)
            ? before
            : log.clock().instant();
    return new WitnessState.Silent(reason, since);
  }

  private WitnessState alarmed(WitnessAlarm.Kind kind, long shown) {
    return new WitnessState.Alarmed(
        new WitnessAlarm(kind, log.clock().instant().getEpochSecond(), known, shown));
  }
}
