package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardPlace;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.proof.testing.SoftwareCard;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A card that answers what a test tells it to, in order; when told nothing, it signs. */
public final class FakeCard implements Card {
  /** Never answers until it is cancelled. */
  public static final Function<CardSignRequest, CardSignOutcome> HANGS = request -> null;

  public static final CardPinState PIN =
      new CardPinState(false, true, false, CardPinState.Tries.ENOUGH, 4, 8);
  public static final CardPinState PAD =
      new CardPinState(true, true, false, CardPinState.Tries.ENOUGH, 4, 8);
  public static final CardPinState PAD_AT_LAST_TRY =
      new CardPinState(true, true, false, CardPinState.Tries.LAST, 4, 8);

  public final SoftwareCard soft;
  public final Deque<Function<CardSignRequest, CardSignOutcome>> script = new ArrayDeque<>();
  public final Deque<CertificatesOutcome> looks = new ArrayDeque<>();
  public final List<char[]> pins = new ArrayList<>();
  public CardPinState pin = PIN;

  /** Run when it is asked to sign, before its reader says or asks anything. */
  public Runnable beforeSigning = () -> {};

  private final String reader;

  public FakeCard(SoftwareCard soft, String reader) {
    this.soft = soft;
    this.reader = reader;
  }

  public static CardPinState tries(CardPinState.Tries tries) {
    return new CardPinState(false, true, false, tries, 4, 8);
  }

  public CertificatesOutcome.Listed listed() {
    return new CertificatesOutcome.Listed(
        List.of(new CardCertificate(soft.chain(), "CARD AUTH", CardCertificate.PinUse.EVERY_USE)),
        List.of(),
        pin);
  }

  public CardSignOutcome signs(CardSignRequest request) {
    return new CardSignOutcome.Signed(soft.key().signJws(request.signingInput().toArray()), true);
  }

  @Override
  public TokenInfo info() {
    return new TokenInfo(new TokenId(reader), "card", TokenInfo.Kind.CARD, false);
  }

  @Override
  public CardPlace place() {
    return new CardPlace("OpenSC", reader);
  }

  @Override
  public TokenOperation<CertificatesOutcome> certificates(Duration deadline) {
    return operation(looks.isEmpty() ? listed() : looks.pop(), new TokenFailure.Cancelled());
  }

  @Override
  public TokenOperation<CardSignOutcome> sign(
      CardSignRequest request, Consumer<TokenProgress> progress) {
    beforeSigning.run();
    request.pin().ifPresent(given -> pins.add(given.chars()));
    Function<CardSignRequest, CardSignOutcome> next = script.isEmpty() ? this::signs : script.pop();
    if (pin.pad()) {
      progress.accept(TokenProgress.PIN_PAD_NEEDED);
    }
    CardSignOutcome outcome = next.apply(request);
    request.pin().ifPresent(Pin::close);
    return operation(outcome, new TokenFailure.Cancelled());
  }

  private static <T> TokenOperation<T> operation(T outcome, T cancelled) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (outcome != null) {
      result.complete(outcome);
    }
    return new TokenOperation<>() {
      @Override
      public CompletableFuture<T> result() {
        return result;
      }

      @Override
      public void cancel() {
        result.complete(cancelled);
      }
    };
  }
}
