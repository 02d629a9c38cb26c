package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.LiveState.Standing;
import dev.countersign.proof.verify.LiveState.StoredApprover;
import dev.countersign.proof.verify.LiveState.StoredChallenge;
import dev.countersign.proof.verify.LiveState.StoredDevice;
import dev.countersign.proof.verify.LiveState.StoredRequest;
import dev.countersign.proof.verify.LiveState.StoredSession;
import dev.countersign.proof.verify.LiveState.StoredToken;
import dev.countersign.proof.verify.LiveState.WitnessedHead;
import java.util.Optional;

/** The entry {@code authorize}: steps 1 to 14 for one submission, in order. */
final class Authorizer {
  private final LiveState state;
  private final Submission submission;

  // What has been reached, so that a refusal can carry it.
  private Optional<SubmittedProof> reached = Optional.empty();
  private Optional<StoredDevice> provenDevice = Optional.empty();

  Authorizer(Submission submission, LiveState state) {
    this.submission = submission;
    this.state = state;
  }

  Authorization authorize() {
    try {
      return steps();
    } catch (RefusedException refused) {
      return refusal(refused);
    }
  }

  private Authorized steps() throws RefusedException {
    SubmittedProof proof = SubmittedProof.parse(submission.proof().toArray()); // 1
    reached = Optional.of(proof);
    DecisionStatement statement = proof.statement();
    StoredRequest stored =
        orRefuse(
            state.request(statement.requestId()),
            RefusalCode.UNKNOWN_REQUEST,
            "no request has this id");
    VerifiedRequest verified =
        VerifiedRequest.verify(stored.envelope().toArray(), state.keys()); // 2
    ApprovalRequest request = verified.request();
    proof.requireAbout(verified);
    proof.requireContext(request, state.keys().issuer(), state.audience()); // 3
    if (!request.epoch().equals(state.epoch())) {
      throw refused(RefusalCode.WRONG_EPOCH, "the ledger was restored since the request");
    }
    SubmittedProof.requireTime(request, state.now()); // 4
    requireOpen(stored, statement); // 5
    requireSession(request); // 6
    requireChallenge(statement); // 7
    StoredDevice device = requireDevice(proof); // 8
    provenDevice = Optional.of(device);
    requireApprover(request, statement); // 9
    StoredToken token = requireToken(request, proof); // 10
    long counter =
        Assertion.verify( // 11
            proof.proof().evidence(),
            proof.challenge(),
            state.audience(),
            CoseKey.read(token.cose(), RefusalCode.UNKNOWN_TOKEN));
    proof.requireDisplay(verified); // 12
    WitnessedHead head = checkLog(proof, device); // 13
    requirePolicy(verified, statement); // 14
    Receipt.Assurance assurance =
        token.demo() ? Receipt.Assurance.DEMO : Receipt.Assurance.USER_VERIFIED;
    return new Authorized(verified, proof, counter, assurance, head);
  }

  private static void requireOpen(StoredRequest stored, DecisionStatement statement)
      throws RefusedException {
    boolean denialInTime = !statement.decision().isApproval() && stored.unredeemedGrants();
    switch (stored.status()) {
      case PENDING -> {}
      case APPROVED -> {
        if (!denialInTime) {
          throw refused(RefusalCode.ALREADY_DECIDED, "the request was already approved");
        }
      }
      case DENIED -> throw refused(RefusalCode.ALREADY_DECIDED, "the request was already denied");
      case WITHDRAWN -> throw refused(RefusalCode.WITHDRAWN, "the requester withdrew the request");
      case SUPERSEDED -> throw refused(RefusalCode.SUPERSEDED, "a newer request replaced it");
      case EXPIRED -> throw refused(RefusalCode.EXPIRED, "the request has expired");
      case REVOKED -> throw refused(RefusalCode.REVOKED, "the request was revoked");
    }
  }

  private void requireSession(ApprovalRequest request) throws RefusedException {
    StoredSession session =
        orRefuse(
            state.session(request.session().id()),
            RefusalCode.SESSION_ENDED,
            "the requester's session is gone");
    if (!session.live()) {
      throw refused(RefusalCode.SESSION_ENDED, "the requester's session has ended");
    }
    if (!session.current().equals(request.session())) {
      throw refused(RefusalCode.SESSION_CHANGED, "the requester's session has changed");
    }
  }

  private void requireChallenge(DecisionStatement statement) throws RefusedException {
    StoredChallenge challenge =
        orRefuse(
            state.challenge(statement.challengeSha256()),
            RefusalCode.UNKNOWN_CHALLENGE,
            "no such session challenge was issued");
    if (challenge.used()) {
      throw refused(RefusalCode.CHALLENGE_USED, "the session challenge was used before");
    }
    if (state.now() >= challenge.expiresAt()) {
      throw refused(RefusalCode.CHALLENGE_EXPIRED, "the session challenge has expired");
    }
    boolean same =
        challenge.requestSha256().equals(statement.requestSha256())
            && challenge.approver().equals(statement.approver())
            && challenge.deviceJkt().equals(statement.deviceJkt())
            && challenge.approverSession().equals(submission.approverSession());
    if (!same) {
      throw refused(
          RefusalCode.CHALLENGE_MISMATCH,
          "the session challenge is for another request, approver, device or session");
    }
  }

  private StoredDevice requireDevice(SubmittedProof proof) throws RefusedException {
    DecisionStatement statement = proof.statement();
    StoredDevice device =
        orRefuse(
            state.device(statement.deviceJkt()),
            RefusalCode.UNKNOWN_DEVICE,
            "the device is not enrolled");
    requireStanding(
        device.standing(), RefusalCode.DEVICE_SUSPENDED, RefusalCode.DEVICE_REVOKED, "device");
    proof.requireDeviceSignature(device.key());
    if (!submission.callerJkt().equals(statement.deviceJkt())
        || !device.approver().equals(statement.approver())) {
      throw refused(
          RefusalCode.DEVICE_MISMATCH, "the statement is of another device than this call");
    }
    return device;
  }

  private void requireApprover(ApprovalRequest request, DecisionStatement statement)
      throws RefusedException {
    StoredApprover approver =
        orRefuse(
            state.approver(statement.approver()),
            RefusalCode.UNKNOWN_APPROVER,
            "the approver is not enrolled");
    requireStanding(
        approver.standing(),
        RefusalCode.APPROVER_REVOKED,
        RefusalCode.APPROVER_REVOKED,
        "approver");
    Eligibility.require(
        request, statement.decision(), approver.id(), approver.person(), approver.groups());
  }

  private StoredToken requireToken(ApprovalRequest request, SubmittedProof proof)
      throws RefusedException {
    StoredToken token =
        orRefuse(
            state
                .token(proof.proof().evidence().credentialId())
                .filter(each -> each.approver().equals(proof.statement().approver())),
            RefusalCode.UNKNOWN_TOKEN,
            "the token is not enrolled to this approver");
    requireStanding(
        token.standing(), RefusalCode.TOKEN_SUSPENDED, RefusalCode.TOKEN_REVOKED, "token");
    if (token.demo() && !state.demo()) {
      throw refused(RefusalCode.DEMO_KEY_REFUSED, "the demo key is worth nothing here");
    }
    SubmittedProof.requireAllowed(request.confirmation(), "fido2", token.aaguid());
    return token;
  }

  private WitnessedHead checkLog(SubmittedProof proof, StoredDevice device)
      throws RefusedException {
    return LogCheck.verify(
        proof,
        submission.logEvidence(),
        device,
        state.witnessedHead(proof.statement().deviceJkt()));
  }

  private void requirePolicy(VerifiedRequest verified, DecisionStatement statement)
      throws RefusedException {
    if (!statement.decision().isApproval()) {
      return;
    }
    Optional<String> objection = state.policyObjection(verified);
    if (objection.isPresent()) {
      throw refused(RefusalCode.POLICY_DENIED, objection.get());
    }
  }

  /**
   * A refusal after step 8 still keeps what the device proved of its log, and still suspends it for
   * a fork; whatever the log check finds besides does not replace the first failure.
   */
  private Authorization.Refused refusal(RefusedException refused) {
    Optional<WitnessedHead> head = Optional.empty();
    boolean fork = refused.code() == RefusalCode.LOG_FORK;
    if (provenDevice.isPresent() && refused.code().step() != RefusalCode.LOG_FORK.step()) {
      try {
        head = Optional.of(checkLog(reached.orElseThrow(), provenDevice.get()));
      } catch (RefusedException log) {
        fork = log.code() == RefusalCode.LOG_FORK;
      }
    }
    return new Authorization.Refused(
        refused.code(),
        String.valueOf(refused.getMessage()),
        reached.map(SubmittedProof::statement),
        reached.map(SubmittedProof::challenge),
        head,
        fork);
  }

  private static void requireStanding(
      Standing standing, RefusalCode suspended, RefusalCode revoked, String what)
      throws RefusedException {
    switch (standing) {
      case GOOD -> {}
      case SUSPENDED -> throw refused(suspended, "the " + what + " is suspended");
      case REVOKED -> throw refused(revoked, "the " + what + " was revoked");
    }
  }

  private static <T> T orRefuse(Optional<T> value, RefusalCode code, String sentence)
      throws RefusedException {
    return value.orElseThrow(() -> refused(code, sentence));
  }

  private static RefusedException refused(RefusalCode code, String sentence) {
    return new RefusedException(code, sentence);
  }
}
