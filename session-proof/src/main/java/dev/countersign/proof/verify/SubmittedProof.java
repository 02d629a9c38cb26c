package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.request.VerifiedRequest;

/**
 * A proof after step 1: its wrapper and its statement are well formed. The checks that both entries
 * share are here, so that neither can have a laxer copy.
 */
record SubmittedProof(ApprovalProof proof, DecisionStatement statement, Digest challenge) {

  /** Step 1. */
  static SubmittedProof parse(byte[] wire) throws RefusedException {
    ApprovalProof proof = ApprovalProof.parse(wire);
    byte[] statement = proof.statement().toArray();
    return new SubmittedProof(
        proof, DecisionStatement.parse(statement), DecisionStatement.challenge(statement));
  }

  /** Step 2: the statement is about this request, and repeats it faithfully. */
  void requireAbout(VerifiedRequest verified) throws RefusedException {
    if (!statement.requestSha256().equals(verified.sha256())) {
      throw new RefusedException(
          RefusalCode.REQUEST_MISMATCH, "the statement is about another request");
    }
    ApprovalRequest request = verified.request();
    boolean same =
        statement.requestId().equals(request.requestId())
            && statement.sessionId().equals(request.session().id())
            && statement.sessionCnf().equals(request.session().confirmationJkt());
    if (!same) {
      throw new RefusedException(
          RefusalCode.STATEMENT_MISMATCH, "the statement repeats the request wrongly");
    }
  }

  /** Step 3: issuer, audience, epoch and nonce are the request's and the verifier's own. */
  void requireContext(ApprovalRequest request, String issuer, String audience)
      throws RefusedException {
    if (!statement.issuer().equals(issuer) || !request.issuer().equals(issuer)) {
      throw new RefusedException(RefusalCode.WRONG_ISSUER, "another issuer");
    }
    if (!statement.audience().equals(audience) || !request.audience().equals(audience)) {
      throw new RefusedException(RefusalCode.WRONG_AUDIENCE, "another audience");
    }
    if (!statement.epoch().equals(request.epoch())) {
      throw new RefusedException(RefusalCode.WRONG_EPOCH, "another epoch than the request's");
    }
    if (!statement.nonce().equals(request.nonce())) {
      throw new RefusedException(RefusalCode.WRONG_NONCE, "another nonce than the request's");
    }
  }

  /** Step 4: {@code iat ≤ time < exp}, no grace. */
  static void requireTime(ApprovalRequest request, long time) throws RefusedException {
    if (time < request.issuedAt()) {
      throw new RefusedException(RefusalCode.NOT_YET_VALID, "before the request was issued");
    }
    if (time >= request.expiresAt()) {
      throw new RefusedException(RefusalCode.EXPIRED, "the request has expired");
    }
  }

  /** Step 8, the signature. */
  void requireDeviceSignature(VerifyingKey device) throws RefusedException {
    boolean signed =
        device.verifies(
            DecisionStatement.deviceSigned(proof.statement().toArray()),
            proof.deviceSignature().toArray());
    if (!signed) {
      throw new RefusedException(
          RefusalCode.BAD_DEVICE_SIGNATURE, "the enrolled device key did not sign this statement");
    }
  }

  /** Step 10, kind and model. */
  static void requireAllowed(Confirmation confirmation, String kind, String aaguid)
      throws RefusedException {
    boolean model = confirmation.aaguids().isEmpty() || confirmation.aaguids().contains(aaguid);
    if (!confirmation.tokenKinds().contains(kind) || !model) {
      throw new RefusedException(
          RefusalCode.TOKEN_NOT_ALLOWED, "the request does not allow this kind of token");
    }
  }

  /** Step 12: what was displayed, and how it was reviewed. */
  void requireDisplay(VerifiedRequest verified) throws RefusedException {
    Presentation presentation = Presentation.of(verified);
    if (!statement.displayDigest().equals(presentation.displayDigest())) {
      throw new RefusedException(
          RefusalCode.DISPLAY_MISMATCH, "another presentation was displayed than the request's");
    }
    Confirmation required = verified.request().confirmation();
    if (!statement.decision().isApproval()) {
      return;
    }
    if (required.phraseRequired() && !statement.phraseTyped()) {
      throw new RefusedException(RefusalCode.PHRASE_REQUIRED, "the phrase was not typed");
    }
    if (statement.reviewedMillis() < required.minReviewSeconds() * 1000) {
      throw new RefusedException(RefusalCode.REVIEW_TOO_SHORT, "the review was too short");
    }
  }
}
