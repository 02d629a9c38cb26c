package dev.countersign.gateway.enrollment;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.GatewayCode;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.enrollment.EnrolmentService.Made;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.Token;
import dev.countersign.gateway.store.TokenChangeOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.verify.ConfirmedChange;
import dev.countersign.proof.verify.Enrolments;
import dev.countersign.proof.x509.CertificateTrust;
import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * Lets approvers change their own tokens by step-up ({@code docs/protocol.md} §6.2), and records
 * each attempt. A nonce lives in memory until it is used or too old: after a restart a new one must
 * be asked for.
 */
public final class TokenService {
  private static final int MAX_OFFERED = 1000;
  private static final int USER_ID_BYTES = 32;

  private final GatewayIdentity identity;
  private final ApprovalStore store;
  private final NewToken newToken;
  private final CertificateTrust cards;
  private final LongFunction<Enrolments> reading;
  private final Ids ids;
  private final InstantSource clock;
  private final Map<Bytes, Offered> offered = new ConcurrentHashMap<>();

  /**
   * The service of one gateway.
   *
   * @param reading what is enrolled, judged at a Unix second
   */
  public TokenService(
      GatewayIdentity identity,
      ApprovalStore store,
      NewTokenRules rules,
      LongFunction<Enrolments> reading,
      Ids ids,
      Clock clock) {
    this.identity = identity;
    this.store = store;
    this.newToken =
        new NewToken(identity, store.directory(), rules.attestation(), rules.cards(), clock);
    this.cards = rules.cards().rules().trust();
    this.reading = reading;
    this.ids = ids;
    this.clock = clock;
  }

  /** Which tokens the organisation takes. */
  public record NewTokenRules(AttestationTrust attestation, CardPolicy cards) {}

  /**
   * What a device needs to state a change.
   *
   * @param nonce also the challenge of a token that is to be added
   * @param userId of a FIDO2 credential that is to be made
   */
  public record Offer(
      GatewayIdentity gateway, Bytes epoch, Bytes nonce, long expiresAt, Bytes userId) {}

  private record Offered(DeviceCaller caller, Offer offer) {}

  /** The approver's own tokens, revoked ones too. */
  public List<Token> tokens(DeviceCaller caller) {
    return store.directory().tokens().stream()
        .filter(token -> token.approver().equals(caller.approver()))
        .toList();
  }

  /** Which certificates of smart cards are taken. */
  public CertificateTrust cards() {
    return cards;
  }

  /** Draws a nonce for one change; empty when too many are open. */
  public Optional<Offer> offer(DeviceCaller caller) {
    long now = now();
    offered.values().removeIf(each -> each.offer().expiresAt() <= now);
    if (offered.size() >= MAX_OFFERED) {
      return Optional.empty();
    }
    Offer offer =
        new Offer(
            identity,
            store.epoch(),
            ids.bytes(TokenChangeStatement.NONCE_BYTES),
            now + TokenChangeStatement.MAX_LIFE_SECONDS,
            ids.bytes(USER_ID_BYTES));
    offered.put(offer.nonce(), new Offered(caller, offer));
    return Optional.of(offer);
  }

  /**
   * Makes one change.
   *
   * @param stepUp the wrapper's bytes
   * @param made what the new token made, when one is added
   * @return the token as it is now
   */
  public Outcome<Token> change(DeviceCaller caller, byte[] stepUp, Optional<Made> made) {
    Map<String, String> binding = new LinkedHashMap<>();
    binding.put("caller_jkt", caller.jkt());
    binding.put("approver", caller.approver());
    binding.put("approver_session", caller.approverSession());
    Outcome<Token> outcome;
    try {
      outcome = change(caller, stepUp, made, binding);
    } catch (RefusedException refused) {
      outcome = Outcome.refused(refused);
    }
    // What was accepted was recorded in one transaction with the change.
    if (outcome instanceof Outcome.Refused<Token>(Refusal refusal)) {
      store.attempts().record(Attempt.refused(Attempt.Kind.TOKEN_CHANGE, refusal.code(), binding));
    }
    return outcome;
  }

  private Outcome<Token> change(
      DeviceCaller caller, byte[] stepUp, Optional<Made> made, Map<String, String> binding)
      throws RefusedException {
    ConfirmedChange confirmed =
        ConfirmedChange.verify(stepUp, caller.jkt(), store.epoch(), reading.apply(now()));
    TokenChangeStatement statement = confirmed.statement();
    binding.put("change", statement.change().verb());
    binding.put("token", statement.change().token().base64Url());
    binding.put("signed_by", Token.idOf(confirmed.credential()).base64Url());
    binding.put("challenge", confirmed.challenge().toString());
    Offer offer = use(caller, statement);
    if (made.isPresent() != (statement.change() instanceof TokenChange.Add)) {
      return refused(GatewayCode.CHANGE_MISMATCH, "a registration goes with an added token only");
    }
    Optional<Token> added = Optional.empty();
    if (statement.change() instanceof TokenChange.Add add) {
      added = added(caller, offer, add, made.orElseThrow());
      if (added.isEmpty() || !confirmed.mayAdd(added.get().credential())) {
        return refused(
            GatewayCode.CHANGE_MISMATCH, "the registration is not what the statement adds");
      }
    }
    return stored(
        store
            .directory()
            .change(confirmed, added, Attempt.accepted(Attempt.Kind.TOKEN_CHANGE, binding)));
  }

  /** Uses the nonce up, whatever comes after. */
  private Offer use(DeviceCaller caller, TokenChangeStatement statement) throws RefusedException {
    Offered found = offered.remove(statement.nonce());
    if (found == null) {
      throw new RefusedException(
          RefusalCode.UNKNOWN_CHALLENGE, "the nonce was never drawn here, or was used");
    }
    if (!found.caller().equals(caller) || !caller.approver().equals(statement.approver())) {
      throw new RefusedException(
          RefusalCode.CHALLENGE_MISMATCH, "the nonce was drawn for another device or session");
    }
    if (found.offer().expiresAt() != statement.expiresAt()) {
      throw new RefusedException(
          RefusalCode.CHALLENGE_MISMATCH, "the statement repeats another expiry");
    }
    return found.offer();
  }

  private Optional<Token> added(DeviceCaller caller, Offer offer, TokenChange.Add add, Made made)
      throws RefusedException {
    Registered registered = newToken.verify(offer.nonce(), offer.userId(), caller.jkt(), made);
    boolean stated =
        Token.idOf(registered.credential()).equals(add.token())
            && registrationDigest(made).equals(add.registrationSha256());
    return stated
        ? Optional.of(
            new Token(
                registered.credential(),
                caller.approver(),
                add.name(),
                identity.demo(),
                Standing.ACTIVE,
                registered.signCount(),
                registered.pinClaimed()))
        : Optional.empty();
  }

  private static Digest registrationDigest(Made made) {
    return switch (made) {
      case Made.Fido2(Bytes _, Bytes attestation) -> Digest.sha256(attestation.toArray());
      case Made.Card(String jws, boolean _) -> Digest.sha256(Bytes.utf8(jws).toArray());
    };
  }

  private static Outcome<Token> stored(TokenChangeOutcome outcome) {
    return switch (outcome) {
      case TokenChangeOutcome.Changed(Token token) -> new Outcome.Done<>(token);
      case TokenChangeOutcome.Refused(RefusalCode code) ->
          new Outcome.Refused<>(Refusal.of(code, "what is enrolled changed meanwhile"));
      case TokenChangeOutcome.AlreadyEnrolled() ->
          refused(GatewayCode.ALREADY_ENROLLED, "this token is or was enrolled already");
      case TokenChangeOutcome.LastToken() ->
          refused(GatewayCode.LAST_TOKEN, "no other token would be left");
    };
  }

  private static <T> Outcome<T> refused(GatewayCode code, String sentence) {
    return new Outcome.Refused<>(Refusal.of(code, sentence));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
