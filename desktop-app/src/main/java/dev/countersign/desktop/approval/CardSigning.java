package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.CardSignature.Outcome;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.x509.CardJws;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Has a smart card sign a decision, and shows what it and its owner are asked. */
final class CardSigning implements Signing, CardSignature.Hands<StoppedException> {
  private final SigningTurn turn;
  private final Card card;
  private final CardCredential credential;

  CardSigning(SigningTurn turn, TokenInHand.SmartCard chosen) {
    this.turn = turn;
    this.card = chosen.card();
    this.credential = chosen.credential();
  }

  @Override
  public X509Evidence sign(byte[] statement) throws StoppedException {
    CardSignature signature =
        new CardSignature(
            credential,
            look ->
                CardJws.draft(
                    CardJws.Type.DECISION,
                    credential.algorithm(),
                    look.chain(),
                    Bytes.of(statement)),
            turn.ports().timing().clock());
    return switch (signature.by(this)) {
      case Outcome.Made(CardJws jws, boolean _) -> new X509Evidence(jws);
      case Outcome.NotThisCard() -> throw StoppedException.failed(turn.words().notThisCard());
      case Outcome.Failed(TokenFailure failure) ->
          throw StoppedException.failed(turn.words().card(failure));
    };
  }

  @Override
  public CertificatesOutcome look() throws StoppedException {
    return turn.control().interruptibly(() -> CardLook.await(card.certificates(CardLook.DEADLINE)));
  }

  @Override
  public Optional<Pin> pin(CardLook look, Optional<String> message) throws StoppedException {
    CardShown shown = look.shown(card);
    return Optional.of(
        turn.askPin(deadline ->
            new JourneyState.NeedsPin(message, OptionalInt.empty(), deadline, Optional.of(shown))));
  }

  @Override
  public CardSignOutcome sign(CardLook look, CardJws draft, Optional<Pin> pin)
      throws StoppedException {
    return turn.attempt(
        pin,
        handedOver -> {
          Duration patience = turn.patience();
          Instant deadline = turn.deadline(patience);
          CardShown shown = look.shown(card);
          JourneyState.CardAtWork atThePad =
              new JourneyState.CardAtWork(shown, Optional.of(look.padWords()), deadline);
          // A warning comes before the pad asks: a finger may be quicker than the screen.
          boolean warned = pin.isEmpty() && look.warning().isPresent();
          turn.control()
              .enter(
                  warned
                      ? atThePad
                      : new JourneyState.CardAtWork(shown, Optional.empty(), deadline));
          OperationProgress progress =
              new OperationProgress(turn.control(), TokenProgress.PIN_PAD_NEEDED, atThePad);
          TokenOperation<CardSignOutcome> operation =
              card.sign(CardSignature.request(draft, pin, patience), progress::reported);
          handedOver.set(true);
          return progress.await(operation, patience, new TokenFailure.TimedOut());
        });
  }
}
