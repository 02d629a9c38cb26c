package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.AssertionCheck;
import dev.countersign.desktop.approval.CardSignature;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.approval.TokenInHand;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.enrollment.ConfirmingToken.Found;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.x509.CardJws;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Has an enrolled token, key or card, confirm a change of tokens ({@code docs/protocol.md} §6.2) or
 * an export. What it signed is verified here before it is used.
 */
final class StepUpSigning {
  private static final Duration PATIENCE = ConfirmingToken.PATIENCE;
  private static final Duration BRIDGE_GRACE = ConfirmingToken.BRIDGE_GRACE;

  private final EnrolmentPins pins;
  private final TokenPort candidates;
  private final Person person;
  private final InstantSource clock;

  /**
   * For one change.
   *
   * @param candidates the keys and cards attached now that may be asked
   */
  StepUpSigning(EnrolmentPins pins, TokenPort candidates, Person person, InstantSource clock) {
    this.pins = pins;
    this.candidates = candidates;
    this.person = person;
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Signed {
    /**
     * It signed, with an enrolled credential, what was asked for.
     *
     * @param token the credential's id
     */
    record Confirmed(Evidence evidence, Bytes token) implements Signed {}

    record Not(TokenMessage words) implements Signed {}
  }

  /**
   * What is confirmed.
   *
   * @param statement the bytes that a card signs
   * @param challenge the same for a key, under a type of its own
   */
  record Subject(Bytes statement, Digest challenge, CardJws.Type type) {}

  /** Confirms a change of tokens. */
  Signed sign(byte[] statement) throws InterruptedException {
    return sign(
        new Subject(
            Bytes.of(statement),
            TokenChangeStatement.challenge(statement),
            CardJws.Type.TOKEN_CHANGE));
  }

  /** Blocks until a token signed, failed, or none came in time. */
  Signed sign(Subject subject) throws InterruptedException {
    return switch (new ConfirmingToken(allowed(), candidates, person, clock).find()) {
      case Found.Not(TokenMessage words) -> new Signed.Not(words);
      case Found.Ready(TokenInHand.Key(Token key)) -> byKey(key, subject);
      case Found.Ready(TokenInHand.SmartCard card) -> byCard(card, subject);
    };
  }

  private List<EnrolledCredential> allowed() {
    return person
        .confirmsWith()
        .map(only -> pins.credential(only).stream().toList())
        .orElseGet(pins::credentials);
  }

  private Signed byCard(TokenInHand.SmartCard chosen, Subject subject) throws InterruptedException {
    CardCredential credential = chosen.credential();
    CardSignature signature =
        new CardSignature(
            credential,
            look ->
                CardJws.draft(
                    subject.type(), credential.algorithm(), look.chain(), subject.statement()),
            clock);
    CardHands hands = new CardHands(chosen.card(), new AskedPerson(chosen.card(), person));
    return switch (signature.by(hands)) {
      case CardSignature.Outcome.Made(CardJws jws, boolean _) ->
          new Signed.Confirmed(new X509Evidence(jws), credential.id());
      case CardSignature.Outcome.NotThisCard() -> new Signed.Not(CardMessage.notThisCard());
      case CardSignature.Outcome.Failed(TokenFailure failure) ->
          new Signed.Not(CardMessage.of(failure));
    };
  }

  private Signed byKey(Token key, Subject subject) throws InterruptedException {
    Bytes clientData = ClientData.get(subject.challenge(), pins.audience());
    return switch (outcome(key, clientData)) {
      case SignOutcome.Signed signed
          when !AssertionCheck.passes(
              signed, EnrolledCredential.keys(allowed()), pins.audience(), clientData) ->
          new Signed.Not(
              new TokenMessage(
                  "The key's signature is not what was asked for, so it was not sent.",
                  "Try again; if this repeats, have the key replaced."));
      case SignOutcome.Signed(Bytes id, Bytes authData, Bytes signature) ->
          new Signed.Confirmed(new WebAuthnEvidence(id, authData, clientData, signature), id);
      case SignOutcome.NotThisKey() -> new Signed.Not(TokenMessage.notThisKey());
      case TokenFailure failure -> new Signed.Not(TokenMessage.of(failure));
    };
  }

  private SignOutcome outcome(Token token, Bytes clientData) throws InterruptedException {
    Optional<Pin> pin = Optional.empty();
    while (true) {
      SignRequest request =
          new SignRequest(
              pins.audience(),
              clientData,
              EnrolledCredential.keys(allowed()).stream().map(FidoCredential::id).toList(),
              pin,
              PATIENCE);
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
      person.touch("Touch your enrolled key now, to confirm this.");
    }
  }
}
