package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.util.List;
import java.util.Optional;

/** A store in which something happens between the check of a proof and its counting. */
final class InterposedStore implements ApprovalStore {
  private final ApprovalStore whole;
  private final Runnable beforeCounting;
  private final boolean breaksInTheMiddle;

  private InterposedStore(ApprovalStore whole, Runnable beforeCounting, boolean breaksInTheMiddle) {
    this.whole = whole;
    this.beforeCounting = beforeCounting;
    this.breaksInTheMiddle = breaksInTheMiddle;
  }

  /** Counting breaks after the vote was written and before the grant. */
  static InterposedStore breaking(ApprovalStore whole) {
    return new InterposedStore(whole, () -> {}, true);
  }

  /** Something is done after the proof was verified and before it is counted. */
  static InterposedStore before(ApprovalStore whole, Runnable change) {
    return new InterposedStore(whole, change, false);
  }

  /** The failure. */
  static final class Broken extends RuntimeException {}

  @Override
  public Bytes epoch() {
    return whole.epoch();
  }

  @Override
  public Bytes newEpoch() {
    return whole.newEpoch();
  }

  @Override
  public DirectoryStore directory() {
    return whole.directory();
  }

  @Override
  public SessionStore sessions() {
    return whole.sessions();
  }

  @Override
  public RequestStore requests() {
    return whole.requests();
  }

  @Override
  public FeedStore feed() {
    return whole.feed();
  }

  @Override
  public DecisionStore decisions() {
    DecisionStore decisions = whole.decisions();
    return new DecisionStore() {
      @Override
      public void addChallenge(ChallengeRecord challenge) {
        decisions.addChallenge(challenge);
      }

      @Override
      public Optional<ChallengeRecord> challenge(Digest sha256) {
        return decisions.challenge(sha256);
      }

      @Override
      public Optional<VoteRecord> vote(Digest statement) {
        return decisions.vote(statement);
      }

      @Override
      public List<VoteRecord> votes(String requestId, String deviceJkt) {
        return decisions.votes(requestId, deviceJkt);
      }

      @Override
      public DecideOutcome decide(Vote vote, Issuer issuer) {
        beforeCounting.run();
        return decisions.decide(
            vote,
            new Issuer() {
              @Override
              public Bytes receipt(long seq, long at) {
                return issuer.receipt(seq, at);
              }

              @Override
              public GrantRecord grant(long at) {
                if (breaksInTheMiddle) {
                  throw new Broken();
                }
                return issuer.grant(at);
              }
            });
      }
    };
  }

  @Override
  public GrantStore grants() {
    return whole.grants();
  }

  @Override
  public WitnessStore witnesses() {
    return whole.witnesses();
  }

  @Override
  public AttemptStore attempts() {
    return whole.attempts();
  }

  @Override
  public void close() {
    whole.close();
  }
}
