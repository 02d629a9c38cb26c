package dev.countersign.gateway.live;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.policy.Policy;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.LiveState;
import dev.countersign.proof.x509.CardRules;
import java.util.Optional;

/**
 * One reading of live state for one verification.
 *
 * @param now Unix seconds, the same for all its steps
 */
public record LiveReading(
    GatewayIdentity identity, ApprovalStore store, Policy policy, CardRules cards, long now)
    implements LiveState {

  @Override
  public GatewayKeys keys() {
    return identity.keys();
  }

  @Override
  public String audience() {
    return identity.audience();
  }

  @Override
  public Bytes epoch() {
    return store.epoch();
  }

  @Override
  public boolean demo() {
    return identity.demo();
  }

  @Override
  public Optional<StoredRequest> request(String requestId) {
    return store.requests().find(requestId).map(this::stored);
  }

  private StoredRequest stored(RequestRecord request) {
    return new StoredRequest(
        request.envelope(),
        RequestStatus.valueOf(request.state().name()),
        store.grants().usable(request.id()));
  }

  @Override
  public Optional<StoredSession> session(String sessionId) {
    return store
        .sessions()
        .session(sessionId)
        .map(session -> new StoredSession(session.session(), session.aliveAt(now)));
  }

  @Override
  public Optional<StoredChallenge> challenge(Digest challengeSha256) {
    return store
        .decisions()
        .challenge(challengeSha256)
        .map(challenge ->
            new StoredChallenge(
                challenge.requestSha256(),
                challenge.approver(),
                challenge.deviceJkt(),
                challenge.approverSession(),
                challenge.expiresAt(),
                challenge.used()));
  }

  @Override
  public Optional<StoredDevice> device(String jkt) {
    return store
        .directory()
        .device(jkt)
        .map(device ->
            new StoredDevice(device.key(), device.approver(), standing(device.standing())));
  }

  @Override
  public Optional<StoredApprover> approver(String id) {
    return store
        .directory()
        .approver(id)
        .map(approver ->
            new StoredApprover(
                approver.id(),
                approver.person(),
                approver.groups(),
                approver.revoked() ? Standing.REVOKED : Standing.GOOD));
  }

  @Override
  public Optional<StoredToken> token(TokenId id) {
    Bytes name =
        switch (id) {
          case TokenId.Credential(Bytes credentialId) -> credentialId;
          case TokenId.CardKey(Digest spkiSha256) -> spkiSha256.value();
        };
    // The ledger names tokens by bytes alone: a card must not be found by a credential id.
    return store
        .directory()
        .token(name)
        .filter(token -> token.credential().id().equals(id))
        .map(LiveReading::stored);
  }

  private static StoredToken stored(Token token) {
    return new StoredToken(
        token.credential(), token.approver(), token.demo(), standing(token.standing()));
  }

  @Override
  public Optional<WitnessedHead> witnessedHead(String deviceJkt) {
    return store
        .witnesses()
        .head(deviceJkt)
        .map(head -> new WitnessedHead(head.size(), head.root()));
  }

  @Override
  public long approvedChildren(String parentId, String type, String except) {
    return store.requests().approvedChildren(parentId, type, except);
  }

  @Override
  public Optional<String> policyObjection(VerifiedRequest request) {
    return policy.objection(request);
  }

  private static Standing standing(dev.countersign.gateway.store.Standing standing) {
    return switch (standing) {
      case ACTIVE -> Standing.GOOD;
      case SUSPENDED -> Standing.SUSPENDED;
      case REVOKED -> Standing.REVOKED;
    };
  }
}
