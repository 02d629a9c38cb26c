package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.vectors.RecordedState;
import dev.countersign.proof.vectors.RecordedState.Call;
import dev.countersign.proof.vectors.RecordedState.CountedToken;
import dev.countersign.proof.verify.LiveState;
import dev.countersign.proof.x509.CardRules;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Live state that a test fills and changes through its public members. */
public final class MemoryLiveState implements LiveState {
  public GatewayKeys keys;
  public String audience;
  public Bytes epoch;
  public boolean demo;
  public CardRules cards = CardRules.NONE;

  /** The same for a file. */
  public Optional<RecordedState.CardTrust> cardTrust = Optional.empty();

  public long now;
  public Optional<String> objection = Optional.empty();
  public final Map<String, StoredRequest> requests = new HashMap<>();
  public final Map<String, StoredSession> sessions = new HashMap<>();
  public final Map<Digest, StoredChallenge> challenges = new HashMap<>();
  public final Map<String, StoredDevice> devices = new HashMap<>();
  public final Map<String, StoredApprover> approvers = new HashMap<>();
  public final Map<TokenId, StoredToken> tokens = new HashMap<>();
  public final Map<String, WitnessedHead> heads = new HashMap<>();

  /** The counter stored for every token; the fixture's token shows 7. */
  public long storedCounter = 6;

  /** The call that submits. */
  public Call call = new Call(Fixture.DEVICE_JKT, Fixture.APPROVER_SESSION);

  public MemoryLiveState(GatewayKeys keys, String audience, Bytes epoch, long now) {
    this.keys = keys;
    this.audience = audience;
    this.epoch = epoch;
    this.now = now;
  }

  /** The state in which a decision on this request by the fixture's approver is valid. */
  public static MemoryLiveState withRequest(Envelope envelope) {
    MemoryLiveState state =
        new MemoryLiveState(
            Fixture.gatewayKeys(), Fixture.AUDIENCE, Fixture.EPOCH, Fixture.ISSUED_AT + 45);
    state.requests.put(
        Fixture.REQUEST_ID,
        new StoredRequest(Bytes.of(envelope.wire()), RequestStatus.PENDING, false));
    RequesterSession session = Scenario.honest().request().session();
    state.sessions.put(session.id(), new StoredSession(session, true));
    state.challenges.put(
        Scenario.sessionChallenge(envelope.digest()).digest(),
        new StoredChallenge(
            envelope.digest(),
            Fixture.APPROVER,
            Fixture.DEVICE_JKT,
            Fixture.APPROVER_SESSION,
            Fixture.ISSUED_AT + 90,
            false));
    state.devices.put(
        Fixture.DEVICE_JKT,
        new StoredDevice(Fixture.DEVICE_KEY.publicKey(), Fixture.APPROVER, Standing.GOOD));
    state.approvers.put(
        Fixture.APPROVER,
        new StoredApprover(
            Fixture.APPROVER, Fixture.PERSON, List.of(Fixture.GROUP), Standing.GOOD));
    state.tokens.put(Fixture.TOKEN.id(), token(false, Standing.GOOD));
    return state;
  }

  /** The fixture's token as enrolled. */
  public static StoredToken token(boolean demo, Standing standing) {
    return new StoredToken(Fixture.TOKEN.credential(), Fixture.APPROVER, demo, standing);
  }

  /** The same state as a file records it. */
  public RecordedState recorded() {
    Map<TokenId, CountedToken> counted = new HashMap<>();
    tokens.forEach((id, token) -> counted.put(id, new CountedToken(token, storedCounter)));
    return new RecordedState(
        new RecordedState.Gateway(keys, audience, epoch, demo, now, cardTrust),
        call,
        new RecordedState.Ledger(
            sorted(requests), sorted(sessions), sorted(challenges), sorted(heads)),
        new RecordedState.Directory(sorted(devices), sorted(approvers), sorted(counted)),
        objection);
  }

  /** In an order that is the same in every run. */
  private static <K, V> Map<K, V> sorted(Map<K, V> map) {
    Map<K, V> sorted = new LinkedHashMap<>();
    map.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  @Override
  public GatewayKeys keys() {
    return keys;
  }

  @Override
  public String audience() {
    return audience;
  }

  @Override
  public Bytes epoch() {
    return epoch;
  }

  @Override
  public CardRules cards() {
    return cards;
  }

  @Override
  public boolean demo() {
    return demo;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public Optional<StoredRequest> request(String requestId) {
    return Optional.ofNullable(requests.get(requestId));
  }

  @Override
  public Optional<StoredSession> session(String sessionId) {
    return Optional.ofNullable(sessions.get(sessionId));
  }

  @Override
  public Optional<StoredChallenge> challenge(Digest challengeSha256) {
    return Optional.ofNullable(challenges.get(challengeSha256));
  }

  @Override
  public Optional<StoredDevice> device(String jkt) {
    return Optional.ofNullable(devices.get(jkt));
  }

  @Override
  public Optional<StoredApprover> approver(String id) {
    return Optional.ofNullable(approvers.get(id));
  }

  @Override
  public Optional<StoredToken> token(TokenId id) {
    return Optional.ofNullable(tokens.get(id));
  }

  @Override
  public Optional<WitnessedHead> witnessedHead(String deviceJkt) {
    return Optional.ofNullable(heads.get(deviceJkt));
  }

  @Override
  public long approvedChildren(String parentId, String type, String except) {
    return recorded().approvedChildren(parentId, type, except);
  }

  @Override
  public Optional<String> policyObjection(VerifiedRequest request) {
    return objection;
  }
}
