package dev.countersign.gateway.witness;

import dev.countersign.gateway.store.WatchedLog;
import dev.countersign.gateway.store.WatchedLogs;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.AddCheckpoint;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.LogKeyText;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.SignedNote;
import dev.countersign.proof.log.TreeVerifier;
import java.security.SignatureException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness by C2SP tlog-witness: it cosigns the heads of logs it was told about, each consistent
 * with the one before, on nothing but the log's own signature. Anybody can call it with a
 * checkpoint that was published, so a path that does not hold proves nothing against the log; two
 * signed roots of one size do, and end it.
 */
public final class Cosigner {
  private static final Logger LOG = LoggerFactory.getLogger(Cosigner.class);

  private final WatchedLogs logs;
  private final NoteSigner signer;
  private final Predicate<String> witnessedElsewhere;

  /** What a call ends in; the statuses are the specification's. */
  public sealed interface Answer {
    /** 200: this witness's signature line, with its newline. */
    record Cosigned(String line) implements Answer {}

    /** 400. */
    record Malformed(String reason) implements Answer {}

    /** 403: not signed by the log, or the log forked before. */
    record NotTrusted(String reason) implements Answer {}

    /** 404. */
    record UnknownLog() implements Answer {}

    /** 409: another size than the old one is the last cosigned, or its root is another. */
    record Known(long size) implements Answer {}

    /** 422: the path does not lead from the last cosigned head to this one. */
    record NotConsistent() implements Answer {}
  }

  /**
   * @param witnessedElsewhere origins that this key cosigns under other rules already, so never
   *     here
   */
  public Cosigner(WatchedLogs logs, NoteSigner signer, Predicate<String> witnessedElsewhere) {
    this.logs = logs;
    this.signer = signer;
    this.witnessedElsewhere = witnessedElsewhere;
  }

  /**
   * Cosigns the checkpoint of a body, or says why not.
   *
   * @param correlationId of the call
   */
  public Answer add(byte[] body, String correlationId) {
    return switch (AddCheckpoint.parse(body)) {
      case Parse.Malformed<AddCheckpoint>(String reason) -> new Answer.Malformed(reason);
      case Parse.Parsed<AddCheckpoint>(AddCheckpoint added) -> add(added, correlationId);
    };
  }

  private Answer add(AddCheckpoint added, String correlationId) {
    Checkpoint shown = added.checkpoint().checkpoint();
    if (shown.size() == 0) {
      return new Answer.Malformed("the log is empty");
    }
    if (witnessedElsewhere.test(shown.origin())) {
      return new Answer.UnknownLog();
    }
    Optional<WatchedLog> found = logs.log(shown.origin());
    if (found.isEmpty()) {
      return new Answer.UnknownLog();
    }
    WatchedLog log = found.get();
    NoteVerifier key = LogKeyText.parse(log.key()).orThrow();
    if (!(added.checkpoint().check(List.of(key)) instanceof NoteCheck.Signed)) {
      return new Answer.NotTrusted("the log's key did not sign the checkpoint");
    }
    if (log.fork().isPresent()) {
      return new Answer.NotTrusted("the log forked");
    }
    return signed(log, added, onlySignedBy(key, added.checkpoint()), correlationId);
  }

  /** Lines of other keys are dropped, so that nothing unchecked is kept. */
  static SignedCheckpoint onlySignedBy(NoteVerifier key, SignedCheckpoint signed) {
    SignedNote note =
        new SignedNote(
            signed.note().text(),
            signed.note().signatures().stream()
                .filter(line -> line.name().equals(key.name()) && line.keyId() == key.keyId())
                .toList());
    return new SignedCheckpoint(signed.checkpoint(), note);
  }

  private Answer signed(
      WatchedLog log, AddCheckpoint added, SignedCheckpoint shown, String correlationId) {
    long known = log.head().map(last -> last.head().size()).orElse(0L);
    if (added.oldSize() != known) {
      return new Answer.Known(known);
    }
    WitnessedHead next =
        new WitnessedHead(log.origin(), shown.checkpoint().size(), shown.checkpoint().root());
    Bytes note = Bytes.of(shown.toBytes());
    Optional<WatchedLog.Head> last = log.head();
    if (last.isPresent() && next.size() == known && !last.get().head().equals(next)) {
      alarm(log, last.get(), note, correlationId);
      return new Answer.Known(known);
    }
    if (last.isPresent() && !consistent(last.get().head(), next, added)) {
      LOG.warn("{} {}: a path that does not hold", correlationId, log.origin());
      return new Answer.NotConsistent();
    }
    boolean kept =
        last.filter(head -> head.head().equals(next)).isPresent() || logs.advance(last, next, note);
    return kept ? cosigned(shown) : new Answer.Known(size(log.origin()));
  }

  /** Another call was faster. */
  private long size(String origin) {
    return logs.log(origin).flatMap(WatchedLog::head).map(last -> last.head().size()).orElse(0L);
  }

  private void alarm(WatchedLog log, WatchedLog.Head last, Bytes note, String correlationId) {
    if (logs.forked(log.origin(), correlationId, last.note(), note)) {
      LOG.error(
          "{} ALARM fork: {} signed two trees of {} entries; nothing of it is cosigned any more",
          correlationId,
          log.origin(),
          last.head().size());
    }
  }

  private static boolean consistent(WitnessedHead last, WitnessedHead next, AddCheckpoint added) {
    try {
      ConsistencyProof path = new ConsistencyProof(last.size(), next.size(), added.consistency());
      return TreeVerifier.consistency(path, last.root(), next.root()).holds();
    } catch (IllegalArgumentException fitsNoTree) {
      return false;
    }
  }

  private Answer cosigned(SignedCheckpoint shown) {
    try {
      return new Answer.Cosigned(shown.lineOf(signer));
    } catch (SignatureException unusable) {
      throw new IllegalStateException("the witness key cannot sign", unusable);
    }
  }
}
