package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.StepUp;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.Enrolments.StoredApprover;
import dev.countersign.proof.verify.Enrolments.StoredDevice;
import dev.countersign.proof.verify.Enrolments.StoredToken;

/**
 * A change of tokens that the device and an enrolled token of this approver signed ({@code
 * docs/protocol.md} §6.2). Only {@link #verify} makes one, and a store takes nothing else; whether
 * its nonce is still good is decided there, where it is used up.
 */
public final class ConfirmedChange {
  private final TokenChangeStatement statement;
  private final Digest challenge;
  private final StoredToken token;
  private final long counter;

  private ConfirmedChange(
      TokenChangeStatement statement, Digest challenge, StoredToken token, long counter) {
    this.statement = statement;
    this.challenge = challenge;
    this.token = token;
    this.counter = counter;
  }

  /**
   * Checks a step-up.
   *
   * @param callerJkt the key that authenticated the call
   * @param epoch of the ledger, 16 bytes
   * @throws RefusedException with the code of the first check that fails
   */
  public static ConfirmedChange verify(
      byte[] wire, String callerJkt, Bytes epoch, Enrolments enrolments) throws RefusedException {
    StepUp stepUp = StepUp.parse(wire);
    byte[] signed = stepUp.statement().toArray();
    TokenChangeStatement statement = TokenChangeStatement.parse(signed);
    requireContext(statement, epoch, enrolments);
    requireDevice(stepUp, statement, callerJkt, enrolments);
    StoredApprover approver =
        Require.known(
            enrolments.approver(statement.approver()),
            RefusalCode.UNKNOWN_APPROVER,
            "the approver is not enrolled");
    Require.that(
        approver.standing() == Standing.GOOD,
        RefusalCode.APPROVER_REVOKED,
        "the approver was revoked");
    StoredToken token =
        TokenEvidence.enrolled(stepUp.evidence().token(), statement.approver(), enrolments);
    Digest challenge = TokenChangeStatement.challenge(signed);
    long counter =
        TokenEvidence.verify(
            stepUp.evidence(), challenge, stepUp.statement(), token.credential(), enrolments);
    return new ConfirmedChange(statement, challenge, token, counter);
  }

  private static void requireContext(
      TokenChangeStatement statement, Bytes epoch, Enrolments enrolments) throws RefusedException {
    Require.that(
        statement.issuer().equals(enrolments.keys().issuer()),
        RefusalCode.WRONG_ISSUER,
        "the statement is for another gateway");
    Require.that(
        statement.audience().equals(enrolments.audience()),
        RefusalCode.WRONG_AUDIENCE,
        "the statement is for another audience");
    Require.that(
        statement.epoch().equals(epoch),
        RefusalCode.WRONG_EPOCH,
        "the ledger was restored since the nonce was drawn");
    Require.that(
        enrolments.now() < statement.expiresAt(),
        RefusalCode.CHALLENGE_EXPIRED,
        "the statement has expired");
  }

  private static void requireDevice(
      StepUp stepUp, TokenChangeStatement statement, String callerJkt, Enrolments enrolments)
      throws RefusedException {
    StoredDevice device = Step8Device.enrolled(statement.deviceJkt(), enrolments);
    Require.that(
        device
            .key()
            .verifies(
                TokenChangeStatement.deviceSigned(stepUp.statement().toArray()),
                stepUp.deviceSignature().toArray()),
        RefusalCode.BAD_DEVICE_SIGNATURE,
        "the enrolled device key did not sign this statement");
    Require.that(
        callerJkt.equals(statement.deviceJkt()) && device.approver().equals(statement.approver()),
        RefusalCode.DEVICE_MISMATCH,
        "the statement is of another device than this call or this approver");
  }

  public TokenChangeStatement statement() {
    return statement;
  }

  /** The statement's digest, by which the step-up is known. Evidence never is. */
  public Digest challenge() {
    return challenge;
  }

  /** The enrolled token that made the evidence. */
  public Credential credential() {
    return token.credential();
  }

  /** Its signature counter; 0 if it keeps none. */
  public long counter() {
    return counter;
  }

  /**
   * Whether the token that signed may add one of this kind: a card that shows possession only adds
   * nothing that is worth more than itself.
   */
  public boolean mayAdd(Credential added) {
    return !token.credential().kind().equals(Credential.Card.POSSESSION)
        || added.kind().equals(Credential.Card.POSSESSION);
  }
}
