package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.core.fido.CtapException;
import com.yubico.yubikit.fido.ctap.ClientPin;
import com.yubico.yubikit.fido.ctap.Ctap2Session;
import com.yubico.yubikit.fido.ctap.Ctap2Session.CredentialData;
import com.yubico.yubikit.fido.webauthn.AttestationObject;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** authenticatorMakeCredential (CTAP 2.1 §6.1) with touch and PIN. */
final class Registration implements KeyTask.Conversation<RegistrationOutcome> {

  private static final int ES256 = -7;
  private static final String CRED_PROTECT = "credProtect";
  private static final int USER_VERIFICATION_REQUIRED = 3;

  private final RegistrationRequest request;

  Registration(RegistrationRequest request) {
    this.request = request;
  }

  @Override
  public RegistrationOutcome hold(GuardedConnection connection, OperationControl control)
      throws IOException, CommandException {
    byte[] hash = Sha256.of(request.clientDataJson().toArray());
    Ctap2Session session = new Ctap2Session(connection);
    var authorisation =
        new UserVerification(session, control)
            .authorise(request.pin(), ClientPin.PIN_PERMISSION_MC, request.rpId(), hash);
    control.report(TokenProgress.PROCESSING);
    try {
      return registered(create(session, hash, authorisation));
    } catch (CtapException refused) {
      if (refused.getCtapError() == CtapException.ERR_CREDENTIAL_EXCLUDED) {
        return new RegistrationOutcome.AlreadyRegistered();
      }
      throw refused;
    }
  }

  private CredentialData create(
      Ctap2Session session, byte[] hash, UserVerification.Authorisation authorisation)
      throws IOException, CommandException {
    boolean protects = session.getCachedInfo().getExtensions().contains(CRED_PROTECT);
    return session.makeCredential(
        hash,
        Map.of("id", request.rpId(), "name", request.rpName()),
        Map.of(
            "id", request.user().id().toArray(),
            "name", request.user().name(),
            "displayName", request.user().displayName()),
        List.of(Map.of("type", "public-key", "alg", ES256)),
        request.excludedIds().isEmpty() ? null : Descriptors.of(request.excludedIds()),
        protects ? Map.of(CRED_PROTECT, USER_VERIFICATION_REQUIRED) : null,
        options(authorisation),
        authorisation.param(),
        authorisation.protocol(),
        null,
        null);
  }

  private @Nullable Map<String, ?> options(UserVerification.Authorisation authorisation) {
    Map<String, Boolean> options = new HashMap<>();
    if (request.discoverable()) {
      options.put("rk", true);
    }
    if (authorisation.byOption()) {
      options.put("uv", true);
    }
    return options.isEmpty() ? null : options;
  }

  private static RegistrationOutcome registered(CredentialData created) {
    AttestationObject attestation = AttestationObject.fromCredential(created);
    var credential = attestation.getAuthenticatorData().getAttestedCredentialData();
    if (credential == null) {
      return new Unusable(Reason.MALFORMED_ANSWER, "The key's answer names no credential.");
    }
    return new RegistrationOutcome.Registered(
        Bytes.of(credential.getCredentialId()), Bytes.of(attestation.toBytes()));
  }
}
