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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has one token sign, asking for its PIN as often as the token allows. */
final class TokenSigning {
  /** The bridge ends an operation shortly after its deadline; this much later we give up on it. */
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);

  private final JourneyPorts ports;
  private final Control control;
  private final Words words;
  private final Instant end;

  /**
   * For one signature.
   *
   * @param end when the challenge or the request ends, whichever is first
   */
  TokenSigning(JourneyPorts ports, Control control, Words words, Instant end) {
    this.ports = ports;
    this.control = control;
    this.words = words;
    this.end = end;
  }

  SignOutcome.Signed sign(Token token, Bytes clientData) throws StoppedException {
    // The first attempt carries no PIN: a key with a fingerprint reader may need none.
    Optional<Pin> pin = Optional.empty();
    while (true) {
      boolean pinGiven = pin.isPresent();
      SignOutcome outcome = attemptOrWipe(token, clientData, pin);
      switch (outcome) {
        case SignOutcome.Signed signed -> {
          return signed;
        }
        case SignOutcome.NotThisKey() -> throw StoppedException.failed(words.notThisToken());
        case TokenFailure.PinRequired() when !pinGiven ->
            pin = Optional.of(askPin(Optional.empty(), OptionalInt.empty()));
        case TokenFailure.WrongPin(OptionalInt left) when left.orElse(1) > 0 ->
            pin = Optional.of(askPin(Optional.of("That PIN is wrong."), left));
        case TokenFailure failure -> throw StoppedException.failed(words.token(failure));
      }
    }
  }

  private Pin askPin(Optional<String> message, OptionalInt left) throws StoppedException {
    Duration patience = atMost(ports.timing().pin());
    Instant deadline = ports.timing().clock().instant().plus(patience);
    return control
        .interruptibly(() -> {
          control.enter(new JourneyState.NeedsPin(message, left, deadline));
          return control.awaitPin(patience);
        })
        .orElseThrow(() -> StoppedException.failed(words.pinTimedOut()));
  }

  /** The bridge wipes a PIN it was given; one that never got there is wiped here. */
  private SignOutcome attemptOrWipe(Token token, Bytes clientData, Optional<Pin> pin)
      throws StoppedException {
    AtomicBoolean handedOver = new AtomicBoolean();
    try {
      return attempt(token, clientData, pin, handedOver);
    } finally {
      if (!handedOver.get()) {
        pin.ifPresent(Pin::close);
      }
    }
  }

  private SignOutcome attempt(
      Token token, Bytes clientData, Optional<Pin> pin, AtomicBoolean handedOver)
      throws StoppedException {
    Duration patience = atMost(ports.timing().token());
    Instant deadline = ports.timing().clock().instant().plus(patience);
    String name = token.info().name();
    if (pin.isPresent()) {
      control.enter(new JourneyState.WaitingForTouch(name, false, deadline));
    }
    SignRequest request =
        new SignRequest(
            ports.identity().pins().audience(),
            clientData,
            ports.identity().pins().keys().stream().map(FidoCredential::id).toList(),
            pin,
            patience);
    Progress progress = new Progress(new JourneyState.WaitingForTouch(name, true, deadline));
    return control.interruptibly(() -> {
      TokenOperation<SignOutcome> operation = token.sign(request, progress::reported);
      handedOver.set(true);
      return progress.await(operation, patience);
    });
  }

  private Duration atMost(Duration usual) throws StoppedException {
    Duration left = Duration.between(ports.timing().clock().instant(), end);
    if (!left.isPositive()) {
      throw StoppedException.failed(words.refused("expired", ""));
    }
    return left.compareTo(usual) < 0 ? left : usual;
  }

  /** Carries the token's progress over to the journey's thread, which alone changes its state. */
  private final class Progress {
    private final JourneyState touch;
    private final CompletableFuture<Void> touched = new CompletableFuture<>();

    Progress(JourneyState touch) {
      this.touch = touch;
    }

    void reported(TokenProgress progress) {
      if (progress == TokenProgress.TOUCH_NEEDED) {
        touched.complete(null);
      }
    }

    SignOutcome await(TokenOperation<SignOutcome> operation, Duration patience)
        throws InterruptedException {
      long end = System.nanoTime() + patience.plus(BRIDGE_GRACE).toNanos();
      try {
        CompletableFuture.anyOf(touched, operation.result())
            .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (touched.isDone() && !operation.result().isDone()) {
          control.enter(touch);
        }
        return operation.result().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException silent) {
        return new TokenFailure.TimedOut();
      } catch (ExecutionException fault) {
        throw new IllegalStateException("a token operation ended without an outcome", fault);
      } finally {
        operation.cancel();
      }
    }
  }
}
