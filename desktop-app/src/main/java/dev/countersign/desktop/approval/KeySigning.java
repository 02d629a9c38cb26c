package dev.countersign.desktop.approval;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Has a security key sign, asking for its PIN as often as the key allows. */
final class KeySigning implements Signing {
  private final SigningTurn turn;
  private final Token token;

  KeySigning(SigningTurn turn, Token token) {
    this.turn = turn;
    this.token = token;
  }

  @Override
  public WebAuthnEvidence sign(byte[] statement) throws StoppedException {
    DeskIdentity.Pins pins = turn.ports().identity().pins();
    Bytes clientData = ClientData.get(DecisionStatement.challenge(statement), pins.audience());
    SignOutcome.Signed signed = sign(clientData);
    if (!AssertionCheck.passes(signed, pins.keys(), pins.audience(), clientData)) {
      throw StoppedException.failed(turn.words().badAssertion());
    }
    return new WebAuthnEvidence(
        signed.credentialId(), signed.authenticatorData(), clientData, signed.signature());
  }

  private SignOutcome.Signed sign(Bytes clientData) throws StoppedException {
    // The first attempt carries no PIN: a key with a fingerprint reader may need none.
    Optional<Pin> pin = Optional.empty();
    while (true) {
      boolean pinGiven = pin.isPresent();
      switch (attempt(clientData, pin)) {
        case SignOutcome.Signed signed -> {
          return signed;
        }
        case SignOutcome.NotThisKey() -> throw StoppedException.failed(turn.words().notThisToken());
        case TokenFailure.PinRequired() when !pinGiven ->
            pin = Optional.of(askPin(Optional.empty(), OptionalInt.empty()));
        case TokenFailure.WrongPin(OptionalInt left) when left.orElse(1) > 0 ->
            pin = Optional.of(askPin(Optional.of("That PIN is wrong."), left));
        case TokenFailure failure -> throw StoppedException.failed(turn.words().token(failure));
      }
    }
  }

  private Pin askPin(Optional<String> message, OptionalInt left) throws StoppedException {
    return turn.askPin(deadline -> new JourneyState.NeedsPin(message, left, deadline));
  }

  private SignOutcome attempt(Bytes clientData, Optional<Pin> pin) throws StoppedException {
    return turn.attempt(
        pin,
        handedOver -> {
          Duration patience = turn.patience();
          Instant deadline = turn.deadline(patience);
          String name = token.info().name();
          if (pin.isPresent()) {
            turn.control().enter(new JourneyState.WaitingForTouch(name, false, deadline));
          }
          OperationProgress progress =
              new OperationProgress(
                  turn.control(),
                  TokenProgress.TOUCH_NEEDED,
                  new JourneyState.WaitingForTouch(name, true, deadline));
          TokenOperation<SignOutcome> operation =
              token.sign(request(clientData, pin, patience), progress::reported);
          handedOver.set(true);
          return progress.await(operation, patience, new TokenFailure.TimedOut());
        });
  }

  private SignRequest request(Bytes clientData, Optional<Pin> pin, Duration patience) {
    DeskIdentity.Pins pins = turn.ports().identity().pins();
    return new SignRequest(
        pins.audience(),
        clientData,
        pins.keys().stream().map(FidoCredential::id).toList(),
        pin,
        patience);
  }
}
