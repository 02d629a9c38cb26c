package dev.countersign.desktop.approval;

import dev.countersign.bridge.Token;
import dev.countersign.desktop.approval.GatewayPort.WitnessedHead;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AppendOutcome.Recorded;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.decision.SessionChallenge;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One decision: session challenge, intent durable, statement, token, proof, delivery, outcome
 * durable ({@code docs/protocol.md} §4 to §6). Whatever stops it before the proof is sent leaves
 * the request pending, and an intent that was recorded gets its outcome.
 */
final class ApprovalJourney implements Journey {
  private static final Logger LOG = LoggerFactory.getLogger(ApprovalJourney.class);

  private final JourneyPorts ports;
  private final EarlierDecision earlier;
  private final ReviewedRequest reviewed;
  private final VerifiedRequest request;
  private final Control control;
  private final Words words;
  private Optional<Recorded> intent = Optional.empty();
  private boolean maybeSent;

  /** A decision whose proof was sent and whose outcome is open. */
  interface EarlierDecision {
    /** Asks the gateway for its outcome once, if there is one; interrupting gives it up. */
    void askAgain() throws IOException;
  }

  ApprovalJourney(
      JourneyPorts ports,
      EarlierDecision earlier,
      ReviewedRequest reviewed,
      Consumer<JourneyState> listener) {
    this.ports = ports;
    this.earlier = earlier;
    this.reviewed = reviewed;
    this.request = reviewed.presentation().request();
    this.control = new Control(listener);
    this.words = new Words(reviewed.decision());
  }

  @Override
  public void providePin(char[] pin) {
    control.providePin(pin);
  }

  @Override
  public void choose(int index) {
    control.choose(index);
  }

  @Override
  public boolean cancel() {
    return control.stop();
  }

  @Override
  public JourneyState state() {
    return control.state();
  }

  /** Runs on the journey's own thread; gives the final state. */
  JourneyState run() {
    JourneyState last;
    try {
      last = decide();
    } catch (StoppedException stopped) {
      last = recorded(stopped);
    } catch (RuntimeException fault) {
      LOG.error("decision on {} stopped by a fault", request.request().requestId(), fault);
      last = afterFault();
    } finally {
      control.wipe();
    }
    control.enter(last);
    return last;
  }

  /** Once the proof may have left, only the gateway knows its fate: it stays kept and open. */
  private JourneyState afterFault() {
    return maybeSent
        ? new JourneyState.Failed(words.unknown())
        : recorded(StoppedException.failed(words.internal()));
  }

  private JourneyState decide() throws StoppedException {
    control.enter(new JourneyState.CheckingRequest());
    requireNothingOpen();
    TokenInHand token = new TokenChoice(ports, control, words).choose();
    long witnessed = witnessedSize();
    SessionChallenge.Verified challenge = challenge();
    control.enter(new JourneyState.RecordingIntent());
    Recorded recorded = recordIntent(challenge);
    LogHead head =
        new LogHead(
            ports.audit().head().origin(), recorded.size(), recorded.root(), recorded.index());
    byte[] statement = statement(challenge, head);
    Digest c = DecisionStatement.challenge(statement);
    Instant end =
        Instant.ofEpochSecond(
            Math.min(challenge.challenge().expiresAt(), request.request().expiresAt()));
    Evidence evidence = signing(token, end).sign(statement);
    ApprovalProof proof = ApprovalProof.seal(statement, ports.identity().deviceKey(), evidence);
    Envelope logEvidence =
        new SignedLogEvidence(ports.identity(), ports.audit())
            .of(c, head, recorded.leaf(), witnessed);
    return send(pending(c, proof, logEvidence));
  }

  private void requireNothingOpen() throws StoppedException {
    try {
      if (ports.proofs().pending().isPresent()) {
        askAboutEarlier();
      }
      if (ports.proofs().pending().isPresent()) {
        throw StoppedException.failed(words.earlierOpen());
      }
    } catch (IOException unreadable) {
      throw StoppedException.failed(words.audit("the folder of unsent proofs is not readable."));
    }
  }

  /** It may be open for want of room in the log alone, which the feed does not tell. */
  private void askAboutEarlier() throws IOException, StoppedException {
    Optional<IOException> unreadable =
        control.interruptibly(() -> {
          try {
            earlier.askAgain();
            return Optional.empty();
          } catch (IOException failed) {
            return Optional.of(failed);
          }
        });
    if (unreadable.isPresent()) {
      throw unreadable.get();
    }
  }

  private long witnessedSize() throws StoppedException {
    Optional<WitnessedHead> witnessed = witnessed();
    boolean rolledBack =
        witnessed.filter(head -> head.size() > ports.audit().head().size()).isPresent();
    if (witnessed.isEmpty() || rolledBack) {
      // The first head carries the genesis entry; a shorter log is told, so that it is noticed.
      Optional<String> fault =
          control.interruptibly(
              () -> new LogWitness(ports.identity(), ports.gateway(), ports.audit()).witnessHead());
      if (fault.isPresent()) {
        throw StoppedException.failed(words.audit(fault.get()));
      }
      witnessed = witnessed();
    }
    return witnessed.map(WitnessedHead::size).orElse(0L);
  }

  private Optional<WitnessedHead> witnessed() throws StoppedException {
    return required(control.interruptibly(() -> ports.gateway().witnessed()));
  }

  private SessionChallenge.Verified challenge() throws StoppedException {
    Bytes wire =
        required(
            control.interruptibly(() ->
                ports
                    .gateway()
                    .challenge(
                        request.request().requestId(), request.sha256(), reviewed.decision())));
    SessionChallenge.Verified verified;
    try {
      verified = SessionChallenge.verify(wire.toArray(), ports.identity().pins().gatewayKeys());
    } catch (RefusedException bad) {
      throw StoppedException.failed(
          words.untrusted("the session challenge is not valid (" + bad.code().wire() + ")"));
    }
    requireForThis(verified.challenge());
    return verified;
  }

  private void requireForThis(SessionChallenge challenge) throws StoppedException {
    if (!challenge.requestSha256().equals(request.sha256())) {
      throw drifted();
    }
    if (!challenge.approver().equals(ports.identity().approver())
        || !challenge.deviceJkt().equals(ports.identity().deviceJkt())) {
      throw StoppedException.failed(
          words.untrusted("the session challenge is for another person or device"));
    }
    if (challenge.expiresAt() <= ports.timing().clock().instant().getEpochSecond()) {
      throw StoppedException.failed(words.refused(RefusalCode.CHALLENGE_EXPIRED.wire(), ""));
    }
  }

  /** The answer, or the end of the journey; a changed request or session goes back to review. */
  private <T> T required(GatewayAnswer<T> answer) throws StoppedException {
    return switch (answer) {
      case GatewayAnswer.Given<T>(T value) -> value;
      case GatewayAnswer.Refused<T> refused
          when refused.code().equals(RefusalCode.REQUEST_MISMATCH.wire())
              || refused.code().equals(RefusalCode.SESSION_CHANGED.wire()) ->
          throw drifted();
      case GatewayAnswer.Refused<T> refused ->
          throw StoppedException.failed(words.refused(refused.code(), refused.correlationId()));
      case GatewayAnswer.NoAnswer<T>(String reason) ->
          throw StoppedException.failed(words.unreachable(reason));
    };
  }

  private StoppedException drifted() {
    return StoppedException.drifted(
        "The request or its session changed after it was shown. Nothing was decided."
            + " Review it again.");
  }

  private Recorded recordIntent(SessionChallenge.Verified challenge) throws StoppedException {
    Intent content =
        new Intent(
            request.sha256().value(),
            reviewed.presentation().displayDigest().value(),
            reviewed.decision().wire(),
            ports.identity().approver(),
            ports.identity().deviceJkt(),
            challenge.sha256().value());
    return switch (ports.audit().appendIntent(content)) {
      case Recorded recorded -> {
        intent = Optional.of(recorded);
        yield recorded;
      }
      case AppendOutcome.NotRecorded(var fault) ->
          throw StoppedException.failed(words.audit(fault.sentence()));
    };
  }

  private byte[] statement(SessionChallenge.Verified challenge, LogHead head) {
    long now = ports.timing().clock().instant().getEpochSecond();
    return DecisionStatement.of(reviewed, challenge, head, ports.identity().app(), now).bytes();
  }

  private Signing signing(TokenInHand token, Instant end) {
    SigningTurn turn = new SigningTurn(ports, control, words, end);
    return switch (token) {
      case TokenInHand.Key(Token key) -> new KeySigning(turn, key);
      case TokenInHand.SmartCard card -> new CardSigning(turn, card);
    };
  }

  private PendingProof pending(Digest c, ApprovalProof proof, Envelope logEvidence) {
    return new PendingProof(
        request.request().requestId(),
        request.sha256(),
        reviewed.decision(),
        intent.orElseThrow().index(),
        c,
        Bytes.of(proof.wire()),
        Bytes.of(logEvidence.wire()),
        Bytes.of(request.envelope().wire()));
  }

  private JourneyState send(PendingProof proof) throws StoppedException {
    control.seal();
    try {
      ports.proofs().keep(proof);
    } catch (IOException notDurable) {
      return notKept(notDurable);
    }
    maybeSent = true;
    control.enter(new JourneyState.Sending());
    return new Delivery(ports).deliver(proof, ports.timing().delivery());
  }

  /** A proof that is there all the same would be sent at the next start: it must go first. */
  private JourneyState notKept(IOException notDurable) throws StoppedException {
    try {
      ports.proofs().forget();
    } catch (IOException maybeThere) {
      notDurable.addSuppressed(maybeThere);
      LOG.error("a proof that was not sent may still be kept", notDurable);
      return new JourneyState.Failed(words.unknown());
    }
    throw StoppedException.failed(words.audit("the proof could not be kept before sending."));
  }

  /** Completes a recorded intent; its absence in the log would be resolved at the next start. */
  private JourneyState recorded(StoppedException stopped) {
    intent.ifPresent(entry -> {
      AppendOutcome appended =
          ports
              .audit()
              .appendOutcome(
                  entry.index(),
                  request.sha256().value(),
                  stopped.outcome(),
                  Optional.of(Bytes.of(request.envelope().wire())));
      if (appended instanceof AppendOutcome.NotRecorded(var fault)) {
        LOG.warn("outcome of intent {} not recorded: {}", entry.index(), fault.kind());
      }
    });
    return stopped.last();
  }
}
