package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.TokenFailed;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A FIDO2 key makes a new credential.
 *
 * @param excluded credentials that must not be on the key yet
 */
record KeyProof(Enroller.Owner owner, List<Bytes> excluded) implements TokenProof {
  private static final Duration TOKEN_PATIENCE = Duration.ofSeconds(60);
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);

  @Override
  public Made make(EnrolmentOptions options, String deviceJkt) throws InterruptedException {
    Bytes clientData = ClientData.create(options.challenge(), options.audience());
    RegistrationOutcome made = register(options, clientData);
    if (!(made instanceof RegistrationOutcome.Registered(Bytes credentialId, Bytes attested))) {
      return new Made.Failed(new TokenFailed(made));
    }
    return AttestedCredential.find(attested, credentialId)
        .<Made>map(found ->
            new Made.Proven(
                new FidoCredential(credentialId, found.key(), owner.name()),
                clientData,
                new Attestation(clientData, attested)))
        .orElseGet(() -> new Made.Failed(new TokenFailed(notReadable())));
  }

  private static TokenFailure notReadable() {
    return new TokenFailure.Unusable(
        TokenFailure.Reason.MALFORMED_ANSWER, "Its new credential is not readable.");
  }

  private record Attestation(Bytes clientData, Bytes attested) implements Members {
    @Override
    public void put(JsonObject.Builder message) {
      message.put("client_data_json", clientData).put("attestation_object", attested);
    }

    @Override
    public Bytes registration() {
      return attested;
    }

    @Override
    public String worth() {
      return "attestation";
    }
  }

  private RegistrationOutcome register(EnrolmentOptions options, Bytes clientData)
      throws InterruptedException {
    Optional<Pin> pin = Optional.empty();
    while (true) {
      RegistrationOutcome outcome = attempt(options, clientData, pin);
      Optional<TokenFailure.WrongPin> wrong = Optional.empty();
      if (outcome instanceof TokenFailure.WrongPin last && last.triesLeft().orElse(1) > 0) {
        wrong = Optional.of(last);
      } else if (!(outcome instanceof TokenFailure.PinRequired) || pin.isPresent()) {
        return outcome;
      }
      pin = owner.pin().ask(wrong).map(Pin::takeOver);
      if (pin.isEmpty()) {
        return new TokenFailure.Cancelled();
      }
    }
  }

  private RegistrationOutcome attempt(EnrolmentOptions options, Bytes clientData, Optional<Pin> pin)
      throws InterruptedException {
    RegistrationRequest request =
        new RegistrationRequest(
            options.audience(),
            options.rpName(),
            new RegistrationRequest.User(options.userId(), options.approver(), options.approver()),
            false,
            clientData,
            excluded,
            pin,
            TOKEN_PATIENCE);
    return owner
        .token()
        .register(request, owner.progress())
        .await(TOKEN_PATIENCE.plus(BRIDGE_GRACE), new TokenFailure.TimedOut());
  }
}
