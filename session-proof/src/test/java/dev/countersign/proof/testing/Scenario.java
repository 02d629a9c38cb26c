package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.decision.LogEvidence;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.decision.SessionChallenge;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.Authorization;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.Submission;
import dev.countersign.proof.verify.Verifier;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One decision from request to submission. Untouched it is valid; each method bends one place, and
 * everything after it is built and signed honestly over the bent value, so that exactly one thing
 * is wrong.
 */
public final class Scenario {
  /** How many entries the device's log had before the intent. */
  public static final int EARLIER_ENTRIES = 5;

  /** The size of the log that the gateway witnessed last. */
  public static final int WITNESSED = 3;

  private static final int WITNESSED_LOG = 64;

  private UnaryOperator<JsonObject> request = UnaryOperator.identity();
  private UnaryOperator<byte[]> requestBytes = UnaryOperator.identity();
  private UnaryOperator<JsonObject> statement = UnaryOperator.identity();
  private UnaryOperator<byte[]> statementBytes = UnaryOperator.identity();
  private UnaryOperator<JsonObject> intent = UnaryOperator.identity();
  private UnaryOperator<JsonObject> evidence = UnaryOperator.identity();
  private UnaryOperator<Bytes> authenticatorData = UnaryOperator.identity();
  private UnaryOperator<Bytes> clientData = UnaryOperator.identity();
  private UnaryOperator<WebAuthnEvidence> webAuthn = UnaryOperator.identity();
  private SigningKey gateway = Fixture.GATEWAY_KEY;
  private P256SigningKey device = Fixture.DEVICE_KEY;
  private P256SigningKey evidenceSigner = Fixture.DEVICE_KEY;
  private SoftwareToken token = Fixture.TOKEN;
  private Optional<SoftwareCard> card = Optional.empty();
  private Decision decision = Decision.APPROVE;
  private MemoryLog log = MemoryLog.of("earlier", EARLIER_ENTRIES);
  private int witnessed = WITNESSED;
  private int laterEntries;

  Scenario() {}

  public Scenario request(UnaryOperator<JsonObject> edit) {
    request = edit;
    return this;
  }

  /** Replaces the payload's bytes before the gateway signs them. */
  public Scenario requestBytes(UnaryOperator<byte[]> edit) {
    requestBytes = edit;
    return this;
  }

  public Scenario statement(UnaryOperator<JsonObject> edit) {
    statement = edit;
    return this;
  }

  /** Replaces the statement's bytes before anything is signed over them. */
  public Scenario statementBytes(UnaryOperator<byte[]> edit) {
    statementBytes = edit;
    return this;
  }

  public Scenario intent(UnaryOperator<JsonObject> edit) {
    intent = edit;
    return this;
  }

  public Scenario logEvidence(UnaryOperator<JsonObject> edit) {
    evidence = edit;
    return this;
  }

  public Scenario authenticatorData(UnaryOperator<Bytes> edit) {
    authenticatorData = edit;
    return this;
  }

  public Scenario clientData(UnaryOperator<Bytes> edit) {
    clientData = edit;
    return this;
  }

  /** Changes the assertion after the token made it. */
  public Scenario evidence(UnaryOperator<WebAuthnEvidence> edit) {
    webAuthn = edit;
    return this;
  }

  public Scenario gateway(SigningKey signer) {
    gateway = signer;
    return this;
  }

  /** Another key signs as the device; the statement still names the enrolled one. */
  public Scenario deviceSigner(P256SigningKey signer) {
    device = signer;
    return this;
  }

  public Scenario logEvidenceSigner(P256SigningKey signer) {
    evidenceSigner = signer;
    return this;
  }

  public Scenario token(SoftwareToken other) {
    token = other;
    return this;
  }

  /** A smart card makes the evidence. */
  public Scenario card(SoftwareCard other) {
    card = Optional.of(other);
    return this;
  }

  public Scenario decision(Decision other) {
    decision = other;
    return this;
  }

  /** The log before the intent, and the size that the evidence refers to. */
  public Scenario log(MemoryLog other, int witnessedSize) {
    log = other;
    witnessed = witnessedSize;
    return this;
  }

  /** The device's log went on after the intent, and the gateway witnessed that already. */
  public Scenario witnessedLater(int more) {
    laterEntries = more;
    return this;
  }

  /** Everything of one decision as it travels. */
  public Wire build() {
    byte[] payload = JsonWriter.compact(request.apply(Fixture.requestPayload()));
    Envelope envelope =
        Envelope.sign(PayloadType.APPROVAL_REQUEST, requestBytes.apply(payload), gateway);
    Digest display = display(envelope);
    Digest challengeSha256 = sessionChallenge(envelope.digest()).digest();
    byte[] intentBytes =
        JsonWriter.compact(
            intent.apply(StatementDraft.intent(envelope, decision, display, challengeSha256)));
    long index = log.append(intentBytes);
    long size = log.size();
    LogHead head = new LogHead(LogHead.originOf(Fixture.DEVICE_JKT), size, log.root(size), index);
    for (int i = 0; i < laterEntries; i++) {
      log.append(Bytes.utf8("later " + i).toArray());
    }
    long witnessedSize = laterEntries > 0 ? log.size() : witnessed;
    JsonObject draft = StatementDraft.statement(envelope, decision, display, challengeSha256, head);
    byte[] d = statementBytes.apply(JsonWriter.compact(statement.apply(draft)));
    Digest challenge = DecisionStatement.challenge(d);
    Evidence made = card.isPresent() ? card.get().evidence(d) : assertion(challenge);
    LogEvidence shown =
        new LogEvidence(
            challenge,
            Bytes.of(intentBytes),
            log.inclusion(index, size),
            witnessedSize,
            log.consistency(witnessedSize, size));
    Envelope evidenceEnvelope =
        Envelope.sign(PayloadType.LOG_EVIDENCE, evidence.apply(shown.json()), evidenceSigner);
    MemoryLiveState state = MemoryLiveState.withRequest(envelope);
    if (witnessedSize > 0) {
      MemoryLog seen =
          laterEntries > 0 ? log : MemoryLog.of("earlier", Math.max(WITNESSED_LOG, witnessed));
      state.heads.put(Fixture.DEVICE_JKT, seen.head(witnessedSize));
    }
    return new Wire(
        envelope,
        ApprovalProof.seal(d, device, made),
        Bytes.of(evidenceEnvelope.wire()),
        challengeSha256,
        state);
  }

  private Evidence assertion(Digest challenge) {
    return webAuthn.apply(
        token.assertion(challenge, Fixture.AUDIENCE, authenticatorData, clientData));
  }

  /** Builds and examines, at the statement's own time. */
  public Examination examine() {
    Wire wire = build();
    return Verifier.examine(
        Fixture.trust(), wire.request().wire(), wire.proof().wire(), OptionalLong.empty());
  }

  /** Builds, lets the test change the live state, and authorizes. */
  public Authorization authorize(Consumer<MemoryLiveState> change) {
    Wire wire = build();
    change.accept(wire.state());
    return Verifier.authorize(wire.submission(), wire.state());
  }

  public Authorization authorize() {
    return authorize(state -> {});
  }

  /**
   * One decision as it travels, and the live state in which it is valid.
   *
   * @param challengeSha256 of the session challenge
   */
  public record Wire(
      Envelope request,
      ApprovalProof proof,
      Bytes logEvidence,
      Digest challengeSha256,
      MemoryLiveState state) {

    public Submission submission() {
      return new Submission(
          Bytes.of(proof.wire()), logEvidence, Fixture.DEVICE_JKT, Fixture.APPROVER_SESSION);
    }
  }

  /** The session challenge for a request, signed by the gateway. */
  public static Envelope sessionChallenge(Digest requestSha256) {
    SessionChallenge challenge =
        new SessionChallenge(
            requestSha256,
            Fixture.APPROVER,
            Fixture.DEVICE_JKT,
            Fixture.APPROVER_SESSION,
            Fixture.ISSUED_AT + 30,
            Fixture.ISSUED_AT + 90,
            TestKeys.bytes32("session challenge"));
    return Envelope.sign(PayloadType.SESSION_CHALLENGE, challenge.json(), Fixture.GATEWAY_KEY);
  }

  /** The fixture request, verified. */
  public static VerifiedRequest honest() {
    Envelope envelope =
        Envelope.sign(PayloadType.APPROVAL_REQUEST, Fixture.requestPayload(), Fixture.GATEWAY_KEY);
    try {
      return VerifiedRequest.verify(envelope.wire(), Fixture.gatewayKeys());
    } catch (RefusedException broken) {
      throw new IllegalStateException("the fixture request is not valid", broken);
    }
  }

  /** What an honest desk would have displayed; for a bent request, that of the straight one. */
  private Digest display(Envelope envelope) {
    GatewayKeys signer =
        new GatewayKeys(
            Fixture.ISSUER,
            List.of(
                new GatewayKeys.Pinned(
                    gateway.publicKey(), 0, Long.MAX_VALUE, OptionalLong.empty())));
    try {
      return Presentation.of(VerifiedRequest.verify(envelope.wire(), signer)).displayDigest();
    } catch (RefusedException bent) {
      try {
        return Presentation.of(honest()).displayDigest();
      } catch (RefusedException broken) {
        throw new IllegalStateException("the fixture request cannot be presented", broken);
      }
    }
  }
}
