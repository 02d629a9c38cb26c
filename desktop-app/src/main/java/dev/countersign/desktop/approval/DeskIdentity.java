package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.request.GatewayKeys;

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
   * @param credentialId of the enrolled token
   * @param tokenKey the public key of that credential
   */
  public record Pins(
      String audience,
      GatewayKeys gatewayKeys,
      CosignatureVerifier witness,
      Bytes credentialId,
      P256VerifyingKey tokenKey) {}

  /** The device key's thumbprint. */
  public String deviceJkt() {
    return deviceKey.publicKey().thumbprint();
  }
}
