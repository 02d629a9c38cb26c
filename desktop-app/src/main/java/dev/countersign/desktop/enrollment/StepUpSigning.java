package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.SelectionOutcome;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.TouchSelection;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Has an enrolled key confirm a change of tokens ({@code docs/protocol.md} §6.2). */
final class StepUpSigning {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 200;

  private final EnrolmentPins pins;
  private final Supplier<List<Token>> candidates;
  private final Person person;

  /**
   * For one change.
   *
   * @param candidates the keys attached now that may be asked
   */
  StepUpSigning(EnrolmentPins pins, Supplier<List<Token>> candidates, Person person) {
    this.pins = pins;
    this.candidates = candidates;
    this.person = person;
  }

  /** What came of it. */
  sealed interface Signed {
    record Confirmed(WebAuthnEvidence evidence) implements Signed {}

    record Not(TokenMessage words) implements Signed {}
  }

  /** Blocks until a key signed, failed, or none came in time. */
  Signed sign(byte[] statement) throws InterruptedException {
    List<Bytes> ids =
        pins.credentials().stream()
            .filter(FidoCredential.class::isInstance)
            .map(each -> each.id())
            .toList();
    if (ids.isEmpty()) {
      return new Signed.Not(
          new TokenMessage(
              "No enrolled security key can confirm this.",
              "Ask your operator for a new enrolment code."));
    }
    Optional<Token> chosen = choose();
    if (chosen.isEmpty()) {
      return new Signed.Not(
          new TokenMessage("No enrolled key confirmed this in time.", "Plug it in and try again."));
    }
    Bytes clientData = ClientData.get(TokenChangeStatement.challenge(statement), pins.audience());
    return switch (outcome(chosen.get(), clientData, ids)) {
      case SignOutcome.Signed(Bytes id, Bytes authData, Bytes signature) ->
          new Signed.Confirmed(new WebAuthnEvidence(id, authData, clientData, signature));
      case SignOutcome.NotThisKey() -> new Signed.Not(TokenMessage.notThisKey());
      case TokenFailure failure -> new Signed.Not(TokenMessage.of(failure));
    };
  }

  /** The only key there; of several, the touched one; without one, waits for it. */
  private Optional<Token> choose() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean told = false;
    while (candidates.get().isEmpty()) {
      if (System.nanoTime() > end) {
        return Optional.empty();
      }
      if (!told) {
        person.says("Plug in a key that is enrolled already, to confirm the change.");
        told = true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    List<Token> attached = candidates.get();
    if (attached.size() == 1) {
      return Optional.of(attached.getFirst());
    }
    person.says("Several keys are attached: touch the enrolled one that confirms the change.");
    SelectionOutcome outcome =
        TouchSelection.among(attached, PATIENCE)
            .await(PATIENCE.plus(BRIDGE_GRACE), new SelectionOutcome.NoneChosen(Map.of()));
    return outcome instanceof SelectionOutcome.Chosen(Token token)
        ? Optional.of(token)
        : Optional.empty();
  }

  private SignOutcome outcome(Token token, Bytes clientData, List<Bytes> ids)
      throws InterruptedException {
    Optional<Pin> pin = Optional.empty();
    while (true) {
      SignRequest request = new SignRequest(pins.audience(), clientData, ids, pin, PATIENCE);
      SignOutcome outcome =
          token
              .sign(request, this::progress)
              .await(PATIENCE.plus(BRIDGE_GRACE), new TokenFailure.TimedOut());
      Optional<TokenFailure.WrongPin> wrong = Optional.empty();
      if (outcome instanceof TokenFailure.WrongPin last && last.triesLeft().orElse(1) > 0) {
        wrong = Optional.of(last);
      } else if (!(outcome instanceof TokenFailure.PinRequired) || pin.isPresent()) {
        return outcome;
      }
      pin = person.pin(token.info().name(), wrong).map(Pin::takeOver);
      if (pin.isEmpty()) {
        return new TokenFailure.Cancelled();
      }
    }
  }

  private void progress(TokenProgress progress) {
    if (progress == TokenProgress.TOUCH_NEEDED) {
      person.says("Touch your enrolled key now, to confirm the change.");
    }
  }
}
