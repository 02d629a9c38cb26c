package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.VerifiedRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The entry {@code examine}: steps 1 to 4 and 8 to 12 from a trust file, without live state. */
final class Examiner {
  private static final List<String> CHECKED =
      List.of(
          "form",
          "request",
          "context",
          "time",
          "device",
          "approver",
          "token",
          "evidence",
          "display");
  private static final List<String> NOT_CHECKED =
      List.of(
          "pending",
          "requester_session",
          "session_challenge",
          "single_use",
          "audit_log",
          "policy",
          "counter",
          "current_epoch");

  private final TrustFile trust;

  Examiner(TrustFile trust) {
    this.trust = trust;
  }

  Examination examine(byte[] requestWire, byte[] proofWire, OptionalLong givenTime) {
    try {
      SubmittedProof proof = SubmittedProof.parse(proofWire); // 1
      VerifiedRequest request = VerifiedRequest.verify(requestWire, trust.gateway()); // 2
      proof.requireAbout(request);
      proof.requireContext(request.request(), trust.gateway().issuer(), trust.audience()); // 3
      long time = givenTime.orElse(proof.statement().at());
      SubmittedProof.requireTime(request.request(), time); // 4
      enrolments(proof, request.request(), time); // 8 to 11
      proof.requireDisplay(request); // 12
      return new Examination.Valid(proof.statement().decision(), CHECKED, NOT_CHECKED);
    } catch (RefusedException refused) {
      return new Examination.Invalid(refused.code(), String.valueOf(refused.getMessage()));
    }
  }

  private void enrolments(SubmittedProof proof, ApprovalRequest request, long time)
      throws RefusedException {
    DecisionStatement statement = proof.statement();
    TrustFile.Approver approver =
        trust.approvers().stream()
            .filter(each -> device(each, statement.deviceJkt()).isPresent())
            .findFirst()
            .orElseThrow(() -> refused(RefusalCode.UNKNOWN_DEVICE, "the device is not enrolled"));
    TrustFile.Device device = device(approver, statement.deviceJkt()).orElseThrow();
    requireNotRevoked(device.revokedAt(), time, RefusalCode.DEVICE_REVOKED);
    proof.requireDeviceSignature(device.key()); // 8
    if (!approver.id().equals(statement.approver())) {
      throw refused(RefusalCode.DEVICE_MISMATCH, "the device is enrolled to another approver");
    }
    Eligibility.require( // 9
        request, statement.decision(), approver.id(), approver.person(), approver.groups());
    TrustFile.Token token =
        approver.tokens().stream()
            .filter(each -> each.credentialId().equals(proof.proof().evidence().credentialId()))
            .findFirst()
            .orElseThrow(
                () -> refused(RefusalCode.UNKNOWN_TOKEN, "the token is not the approver's"));
    requireNotRevoked(token.revokedAt(), time, RefusalCode.TOKEN_REVOKED);
    SubmittedProof.requireAllowed(request.confirmation(), "fido2", token.aaguid()); // 10
    P256VerifyingKey credential = CoseKey.read(token.cose(), RefusalCode.UNKNOWN_TOKEN);
    Assertion.verify(proof.proof().evidence(), proof.challenge(), trust.audience(), credential);
  }

  private static Optional<TrustFile.Device> device(TrustFile.Approver approver, String jkt) {
    return approver.devices().stream().filter(each -> each.jkt().equals(jkt)).findFirst();
  }

  private static void requireNotRevoked(OptionalLong revokedAt, long time, RefusalCode code)
      throws RefusedException {
    if (revokedAt.isPresent() && time >= revokedAt.getAsLong()) {
      throw refused(code, "it was revoked before that time");
    }
  }

  private static RefusedException refused(RefusalCode code, String sentence) {
    return new RefusedException(code, sentence);
  }
}
