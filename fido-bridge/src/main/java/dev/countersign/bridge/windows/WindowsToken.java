package dev.countersign.bridge.windows;

import dev.countersign.bridge.DescribeOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.PinChangeOutcome;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.TouchOutcome;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.bridge.operation.RunningOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All of a Windows computer's security keys as one token: Windows itself asks for the key, its PIN
 * and the touch. A PIN given here is wiped and not used. Not yet tried.
 */
final class WindowsToken implements Token {

  private static final TokenInfo INFO =
      new TokenInfo(
          new TokenId("windows:webauthn"),
          "Security key through Windows (not yet tried)",
          TokenInfo.Kind.FIDO,
          false);

  private final WebAuthnApi api;

  /** One operation at a time, on a platform thread: the calls block until the user is done. */
  private final ExecutorService owner =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("token-owner-windows").factory());

  WindowsToken(WebAuthnApi api) {
    this.api = api;
  }

  @Override
  public TokenInfo info() {
    return INFO;
  }

  @Override
  public TokenOperation<SignOutcome> sign(SignRequest request, Consumer<TokenProgress> progress) {
    return start(
        new OperationControl(request.deadline(), progress),
        request.pin().stream().toList(),
        (control, cancellation) -> sign(request, control, cancellation),
        failure -> failure);
  }

  @Override
  public TokenOperation<RegistrationOutcome> register(
      RegistrationRequest request, Consumer<TokenProgress> progress) {
    return start(
        new OperationControl(request.deadline(), progress),
        request.pin().stream().toList(),
        (control, cancellation) -> register(request, control, cancellation),
        failure -> failure);
  }

  @Override
  public TokenOperation<DescribeOutcome> describe(Duration deadline) {
    return Refusal.of(
        new Unusable(
            Reason.NOT_SUPPORTED, "Windows does not let programs ask a key about itself."));
  }

  @Override
  public TokenOperation<PinChangeOutcome> changePin(PinChange change) {
    change.current().ifPresent(Pin::close);
    change.fresh().close();
    return Refusal.of(
        new Unusable(
            Reason.NOT_SUPPORTED,
            "Windows changes PINs itself: Settings, Accounts, Sign-in options, Security key."));
  }

  @Override
  public TokenOperation<TouchOutcome> awaitTouch(
      Duration deadline, Consumer<TokenProgress> progress) {
    return Refusal.of(
        new Unusable(Reason.NOT_SUPPORTED, "Windows itself lets you choose the key by touch."));
  }

  void close() {
    owner.shutdown();
  }

  private SignOutcome sign(
      SignRequest request, OperationControl control, Cancellation cancellation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
      int result = api.getAssertion(nativeRequest(arena, control, cancellation).of(request), out);
      MemorySegment answer = out.get(ValueLayout.ADDRESS, 0);
      try {
        if (result == HResults.NOT_FOUND) {
          return new SignOutcome.NotThisKey();
        } else if (result != HResults.OK) {
          return HResults.failure(result, control);
        }
        return answer.equals(MemorySegment.NULL)
            ? noAnswer()
            : NativeAnswer.assertion(answer, request.credentialIds());
      } finally {
        if (!answer.equals(MemorySegment.NULL)) {
          api.freeAssertion(answer);
        }
      }
    }
  }

  private RegistrationOutcome register(
      RegistrationRequest request, OperationControl control, Cancellation cancellation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
      int result =
          api.makeCredential(
              nativeRequest(arena, control, cancellation).of(request, api.version()), out);
      MemorySegment answer = out.get(ValueLayout.ADDRESS, 0);
      try {
        if (result == HResults.EXISTS) {
          return new RegistrationOutcome.AlreadyRegistered();
        } else if (result != HResults.OK) {
          return HResults.failure(result, control);
        }
        return answer.equals(MemorySegment.NULL) ? noAnswer() : NativeAnswer.attestation(answer);
      } finally {
        if (!answer.equals(MemorySegment.NULL)) {
          api.freeAttestation(answer);
        }
      }
    }
  }

  private static NativeRequest nativeRequest(
      Arena arena, OperationControl control, Cancellation cancellation) {
    long millis = Math.clamp(control.untilDeadline().toMillis(), 1, Integer.MAX_VALUE);
    return new NativeRequest(arena, cancellation.begin(), (int) millis);
  }

  private static TokenFailure noAnswer() {
    return new Unusable(Reason.MALFORMED_ANSWER, "Windows gave no answer.");
  }

  private <T> TokenOperation<T> start(
      OperationControl control,
      List<Pin> pins,
      NativeCall<T> call,
      Function<TokenFailure, T> asOutcome) {
    Cancellation cancellation = new Cancellation(api);
    Supplier<T> task =
        () -> {
          control.report(TokenProgress.TOUCH_NEEDED);
          try (cancellation) {
            T outcome = call.make(control, cancellation);
            // What comes after a cancel or the deadline is not used: the user was told that it
            // stopped.
            return control.stopped().map(asOutcome).orElse(outcome);
          }
        };
    RunningOperation<T> operation = new RunningOperation<>(control, pins, task, asOutcome);
    // Told to be at its end, it may still hang in Windows; or it never began.
    operation.whenDone(() -> {
      cancellation.closeUnlessBegun();
      cancellation.request();
    });
    CompletableFuture.delayedExecutor(
            Math.max(0, control.untilDeadline().toMillis()), TimeUnit.MILLISECONDS)
        .execute(cancellation::request);
    owner.execute(operation);
    return new Cancelling<>(operation, cancellation);
  }

  /** One call of the API. */
  @FunctionalInterface
  private interface NativeCall<T> {
    T make(OperationControl control, Cancellation cancellation);
  }

  /** Cancelling reaches Windows too. */
  private record Cancelling<T>(TokenOperation<T> operation, Cancellation cancellation)
      implements TokenOperation<T> {
    @Override
    public CompletableFuture<T> result() {
      return operation.result();
    }

    @Override
    public void cancel() {
      operation.cancel();
      cancellation.request();
    }
  }

  /** An operation that Windows has no call for. */
  private record Refusal<T>(T outcome) implements TokenOperation<T> {
    static <T> TokenOperation<T> of(T outcome) {
      return new Refusal<>(outcome);
    }

    @Override
    public CompletableFuture<T> result() {
      return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public void cancel() {}
  }
}
