package dev.countersign.desktop.approval;

import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.request.GatewayKeys;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who decides here and whom this device trusts, all pinned at enrolment.
 *
 * @param approver the person's id
 * @param deviceKey signs decisions and log evidence
 * @param logSigner the same key, as it signs checkpoints
 * @param pins whom the device trusts
 * @param app as it stands in every statement
 */
public record DeskIdentity(
    String approver,
    SigningKey deviceKey,
    NoteSigner logSigner,
    Pins pins,
    DecisionStatement.App app) {

  /**
   * What was pinned.
   *
   * @param audience the RP ID
   * @param gatewayKeys for the one issuer
   * @param witness the key that cosigns this device's log
   * @param enrolled the approver's tokens as they are now; one may be added or revoked while the
   *     desk is open
   */
  public record Pins(
      String audience,
      GatewayKeys gatewayKeys,
      CosignatureVerifier witness,
      Supplier<List<EnrolledCredential>> enrolled) {

    /** The keys that may sign now. */
    public List<FidoCredential> keys() {
      return EnrolledCredential.keys(enrolled.get());
    }

    /** The smart cards that may sign now. */
    public List<CardCredential> cards() {
      return EnrolledCredential.cards(enrolled.get());
    }
  }

  /** The device key's thumbprint. */
  public String deviceJkt() {
    return deviceKey.publicKey().thumbprint();
  }
}
