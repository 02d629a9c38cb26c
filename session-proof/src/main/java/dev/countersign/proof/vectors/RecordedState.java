package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.LiveState;
import dev.countersign.proof.verify.Submission;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CardRules;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Live state as a vector's {@code state} file records it: one reading of a gateway, and the call
 * that submits the decision.
 *
 * @param objection what policy says against an approval now
 */
public record RecordedState(
    Gateway gateway, Call call, Ledger ledger, Directory directory, Optional<String> objection)
    implements LiveState {

  /**
   * Who verifies, and when.
   *
   * @param now Unix seconds
   * @param cards absent for a gateway that takes no card
   */
  public record Gateway(
      GatewayKeys keys,
      String audience,
      Bytes epoch,
      boolean demo,
      long now,
      Optional<CardTrust> cards) {}

  /**
   * Which cards the gateway takes.
   *
   * @param revocationSeconds the greatest age of a revocation statement
   */
  public record CardTrust(X509Trust x509, long revocationSeconds) {
    CardRules rules() {
      return x509.rulesNow(revocationSeconds);
    }
  }

  /** The key that authenticated the call, and its approver session. */
  public record Call(String jkt, String approverSession) {}

  /** Requests and sessions by id, challenges by digest, witnessed heads by device. */
  public record Ledger(
      Map<String, StoredRequest> requests,
      Map<String, StoredSession> sessions,
      Map<Digest, StoredChallenge> challenges,
      Map<String, WitnessedHead> heads) {
    public Ledger {
      requests = ordered(requests);
      sessions = ordered(sessions);
      challenges = ordered(challenges);
      heads = ordered(heads);
    }
  }

  /** What is enrolled: devices by thumbprint, approvers by id. */
  public record Directory(
      Map<String, StoredDevice> devices,
      Map<String, StoredApprover> approvers,
      Map<TokenId, CountedToken> tokens) {
    public Directory {
      devices = ordered(devices);
      approvers = ordered(approvers);
      tokens = ordered(tokens);
    }
  }

  /**
   * A token with its stored signature counter.
   *
   * @param counter 0 if it never showed one
   */
  public record CountedToken(StoredToken token, long counter) {}

  private static <K, V> Map<K, V> ordered(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** The submission of this state's call. */
  public Submission submission(Bytes proof, Bytes logEvidence) {
    return new Submission(proof, logEvidence, call.jkt(), call.approverSession());
  }

  /** The stored counter of a token, 0 for one that is not enrolled. */
  long counter(TokenId id) {
    return Optional.ofNullable(directory.tokens().get(id)).map(CountedToken::counter).orElse(0L);
  }

  @Override
  public GatewayKeys keys() {
    return gateway.keys();
  }

  @Override
  public String audience() {
    return gateway.audience();
  }

  @Override
  public Bytes epoch() {
    return gateway.epoch();
  }

  @Override
  public CardRules cards() {
    return gateway.cards().map(CardTrust::rules).orElse(CardRules.NONE);
  }

  @Override
  public boolean demo() {
    return gateway.demo();
  }

  @Override
  public long now() {
    return gateway.now();
  }

  @Override
  public Optional<StoredRequest> request(String requestId) {
    return Optional.ofNullable(ledger.requests().get(requestId));
  }

  @Override
  public Optional<StoredSession> session(String sessionId) {
    return Optional.ofNullable(ledger.sessions().get(sessionId));
  }

  @Override
  public Optional<StoredChallenge> challenge(Digest challengeSha256) {
    return Optional.ofNullable(ledger.challenges().get(challengeSha256));
  }

  @Override
  public Optional<WitnessedHead> witnessedHead(String deviceJkt) {
    return Optional.ofNullable(ledger.heads().get(deviceJkt));
  }

  @Override
  public Optional<StoredDevice> device(String jkt) {
    return Optional.ofNullable(directory.devices().get(jkt));
  }

  @Override
  public Optional<StoredApprover> approver(String id) {
    return Optional.ofNullable(directory.approvers().get(id));
  }

  @Override
  public Optional<StoredToken> token(TokenId id) {
    return Optional.ofNullable(directory.tokens().get(id)).map(CountedToken::token);
  }

  /** Counted among the recorded requests, of which each names its parent itself. */
  @Override
  public long approvedChildren(String parentId, String type, String except) {
    return ledger.requests().entrySet().stream()
        .filter(entry -> !entry.getKey().equals(except))
        .filter(entry -> entry.getValue().status() == RequestStatus.APPROVED)
        .filter(entry -> isChild(entry.getValue(), parentId, type))
        .count();
  }

  private boolean isChild(StoredRequest stored, String parentId, String type) {
    try {
      ApprovalRequest request =
          VerifiedRequest.verify(stored.envelope().toArray(), keys()).request();
      return request.details().types().contains(type)
          && request
              .chain()
              .parent()
              .filter(parent -> parent.requestId().equals(parentId))
              .isPresent();
    } catch (RefusedException notARequest) {
      return false; // a vector may hold one that is none; it is nobody's child
    }
  }

  @Override
  public Optional<String> policyObjection(VerifiedRequest request) {
    return objection;
  }
}
