package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.x509.CardJws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Has a smart card sign. The card is looked at anew before each PIN: whether it is still the one,
 * whether the reader asks for the PIN itself, and whether it would be the last try. A PIN is tried
 * once; after a wrong one the approver is asked again, never the card.
 */
final class CardSigning implements Signing {
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
    Optional<String> wrong = Optional.empty();
    while (true) {
      CardLook look = look();
      CardJws draft =
          CardJws.draft(
              CardJws.Type.DECISION, credential.algorithm(), look.chain(), Bytes.of(statement));
      switch (attempt(look, draft, pin(look, wrong))) {
        case CardSignOutcome.Signed(Bytes signature, boolean _) -> {
          return checked(draft.sealed(signature));
        }
        case CardSignOutcome.NotThisCard() ->
            throw StoppedException.failed(turn.words().notThisCard());
        case TokenFailure.WrongPin(OptionalInt left) when left.orElse(1) > 0 ->
            wrong = Optional.of("That PIN is wrong.");
        case TokenFailure failure -> throw StoppedException.failed(turn.words().card(failure));
      }
    }
  }

  private CardLook look() throws StoppedException {
    CertificatesOutcome outcome =
        turn.control().interruptibly(() -> CardLook.await(card.certificates(CardLook.DEADLINE)));
    return switch (outcome) {
      case TokenFailure failure -> throw StoppedException.failed(turn.words().card(failure));
      case CertificatesOutcome.Listed listed -> fit(listed);
    };
  }

  private CardLook fit(CertificatesOutcome.Listed listed) throws StoppedException {
    Instant now = turn.ports().timing().clock().instant();
    CardLook look =
        CardLook.enrolled(listed, List.of(credential), now).stream()
            .findFirst()
            .orElseThrow(() -> StoppedException.failed(turn.words().notThisCard()));
    Optional<TokenFailure> obstacle = look.obstacle(now);
    if (obstacle.isPresent()) {
      throw StoppedException.failed(turn.words().card(obstacle.get()));
    }
    return look;
  }

  private Optional<Pin> pin(CardLook look, Optional<String> wrong) throws StoppedException {
    if (look.pin().pad()) {
      if (wrong.isPresent()) {
        // The reader asks by itself; a new attempt is the approver's to begin.
        throw StoppedException.failed(
            turn.words().card(new TokenFailure.WrongPin(OptionalInt.empty())));
      }
      return Optional.empty();
    }
    Optional<String> message =
        wrong.isEmpty()
            ? look.warning()
            : Optional.of(wrong.get() + look.warning().map(last -> " " + last).orElse(""));
    CardShown shown = look.shown(card);
    return Optional.of(
        turn.askPin(deadline ->
            new JourneyState.NeedsPin(message, OptionalInt.empty(), deadline, Optional.of(shown))));
  }

  private CardSignOutcome attempt(CardLook look, CardJws draft, Optional<Pin> pin)
      throws StoppedException {
    return turn.attempt(
        pin,
        handedOver -> {
          Duration patience = turn.patience();
          Instant deadline = turn.deadline(patience);
          CardShown shown = look.shown(card);
          turn.control().enter(new JourneyState.CardAtWork(shown, Optional.empty(), deadline));
          OperationProgress progress =
              new OperationProgress(
                  turn.control(),
                  TokenProgress.PIN_PAD_NEEDED,
                  new JourneyState.CardAtWork(
                      shown,
                      Optional.of(look.warning().orElse(CardMessage.pinPad().text())),
                      deadline));
          TokenOperation<CardSignOutcome> operation =
              card.sign(
                  new CardSignRequest(
                      look.certificate().thumbprint(),
                      credential.algorithm(),
                      Bytes.of(draft.signingInput()),
                      pin,
                      patience),
                  progress::reported);
          handedOver.set(true);
          return progress.await(operation, patience, new TokenFailure.TimedOut());
        });
  }

  /** A card that signs something else, or with another key, is noticed before anything is sent. */
  private X509Evidence checked(CardJws jws) throws StoppedException {
    boolean enrolledKey = jws.leaf().keyThumbprint().equals(credential.key().thumbprint());
    if (!enrolledKey || !jws.isSignedBy(credential.key())) {
      throw StoppedException.failed(turn.words().badCardSignature());
    }
    return new X509Evidence(jws);
  }
}
