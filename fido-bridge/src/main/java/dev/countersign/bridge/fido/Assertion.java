package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.core.fido.CtapException;
import com.yubico.yubikit.fido.ctap.ClientPin;
import com.yubico.yubikit.fido.ctap.Ctap2Session;
import com.yubico.yubikit.fido.ctap.Ctap2Session.AssertionData;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** authenticatorGetAssertion (CTAP 2.1 §6.2), once on the wire, with touch and PIN. */
final class Assertion implements KeyTask.Conversation<SignOutcome> {

  private static final int SHORTEST_AUTHENTICATOR_DATA = 37;

  private final SignRequest request;

  Assertion(SignRequest request) {
    this.request = request;
  }

  @Override
  public SignOutcome hold(GuardedConnection connection, OperationControl control)
      throws IOException, CommandException {
    byte[] hash = Sha256.of(request.clientDataJson().toArray());
    Ctap2Session session = new Ctap2Session(connection);
    var authorisation =
        new UserVerification(session, control)
            .authorise(request.pin(), ClientPin.PIN_PERMISSION_GA, request.rpId(), hash);
    List<Bytes> candidates = candidates(session.getCachedInfo());
    if (candidates.isEmpty()) {
      return new SignOutcome.NotThisKey();
    }
    control.report(TokenProgress.PROCESSING);
    try {
      List<AssertionData> answers =
          session.getAssertions(
              request.rpId(),
              hash,
              Descriptors.of(candidates),
              null,
              authorisation.byOption() ? Map.of("uv", true) : null,
              authorisation.param(),
              authorisation.protocol(),
              null);
      return checked(answers.getFirst());
    } catch (CtapException refused) {
      if (refused.getCtapError() == CtapException.ERR_NO_CREDENTIALS) {
        return new SignOutcome.NotThisKey();
      }
      throw refused;
    }
  }

  /**
   * Leaves out ids longer than any of the token's: it may refuse the whole list for one of them.
   */
  private List<Bytes> candidates(Ctap2Session.InfoData info) {
    Integer longest = info.getMaxCredentialIdLength();
    return request.credentialIds().stream()
        .filter(id -> longest == null || longest <= 0 || id.size() <= longest)
        .toList();
  }

  private SignOutcome checked(AssertionData answer) {
    byte[] authenticatorData = answer.getAuthenticatorData();
    Bytes credentialId = credentialId(answer);
    if (!request.credentialIds().contains(credentialId)
        || authenticatorData.length < SHORTEST_AUTHENTICATOR_DATA) {
      return new Unusable(Reason.MALFORMED_ANSWER, "The key answered for another credential.");
    }
    return new SignOutcome.Signed(
        credentialId, Bytes.of(authenticatorData), Bytes.of(answer.getSignature()));
  }

  /** A token may leave it out when only one was asked for. */
  private Bytes credentialId(AssertionData answer) {
    @Nullable Object id = answer.getCredential() == null ? null : answer.getCredential().get("id");
    if (id == null && request.credentialIds().size() == 1) {
      return request.credentialIds().getFirst();
    }
    return id instanceof byte[] bytes ? Bytes.of(bytes) : Bytes.of(new byte[0]);
  }
}
