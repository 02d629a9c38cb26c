package dev.countersign.proof.verify;

import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.x509.CardRules;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A trust file at one moment. From the second of {@code revoked_at} on, a device or token is
 * revoked.
 *
 * @param now the judged moment, Unix seconds
 */
record TrustAt(TrustFile trust, long now) implements Enrolments {
  @Override
  public GatewayKeys keys() {
    return trust.gateway();
  }

  @Override
  public String audience() {
    return trust.audience();
  }

  /** A trust file has no demo keys of its own: a demo gateway's file names them as enrolled. */
  @Override
  public boolean demo() {
    return false;
  }

  @Override
  public CardRules cards() {
    return trust.x509().rules();
  }

  @Override
  public Optional<StoredDevice> device(String jkt) {
    return trust
        .device(jkt)
        .map(owned ->
            new StoredDevice(
                owned.item().key(), owned.approver(), standing(owned.item().revokedAt())));
  }

  @Override
  public Optional<StoredApprover> approver(String id) {
    return trust
        .approver(id)
        .map(approver ->
            new StoredApprover(approver.id(), approver.person(), approver.groups(), Standing.GOOD));
  }

  @Override
  public Optional<StoredToken> token(TokenId id) {
    return trust
        .token(id)
        .map(owned ->
            new StoredToken(
                owned.item().credential(),
                owned.approver(),
                false,
                standing(owned.item().revokedAt())));
  }

  private Standing standing(OptionalLong revokedAt) {
    boolean revoked = revokedAt.isPresent() && now >= revokedAt.getAsLong();
    return revoked ? Standing.REVOKED : Standing.GOOD;
  }
}
