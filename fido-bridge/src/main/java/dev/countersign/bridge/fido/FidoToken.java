package dev.countersign.bridge.fido;

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
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.TouchOutcome;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.bridge.operation.RunningOperation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** One attached device and the one thread that talks to it. */
final class FidoToken implements Token {

  private static final Duration IDLE_THREAD_LIFE = Duration.ofSeconds(5);

  private final ReportDevice device;
  private final ThreadPoolExecutor owner;
  private final Set<RunningOperation<?>> open = ConcurrentHashMap.newKeySet();

  FidoToken(ReportDevice device) {
    this.device = device;
    // A platform thread: native reads would pin a virtual one.
    this.owner =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_THREAD_LIFE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("token-owner-", 0).factory());
    owner.allowCoreThreadTimeOut(true);
  }

  @Override
  public TokenInfo info() {
    return device.info();
  }

  @Override
  public TokenOperation<SignOutcome> sign(SignRequest request, Consumer<TokenProgress> progress) {
    return this.<SignOutcome>start(
        new OperationControl(request.deadline(), progress),
        request.pin().stream().toList(),
        new Assertion(request),
        failure -> failure);
  }

  @Override
  public TokenOperation<RegistrationOutcome> register(
      RegistrationRequest request, Consumer<TokenProgress> progress) {
    return this.<RegistrationOutcome>start(
        new OperationControl(request.deadline(), progress),
        request.pin().stream().toList(),
        new Registration(request),
        failure -> failure);
  }

  @Override
  public TokenOperation<DescribeOutcome> describe(Duration deadline) {
    return this.<DescribeOutcome>start(
        new OperationControl(deadline, progress -> {}),
        List.of(),
        new Description(),
        failure -> failure);
  }

  @Override
  public TokenOperation<PinChangeOutcome> changePin(PinChange change) {
    return this.<PinChangeOutcome>start(
        new OperationControl(change.deadline(), progress -> {}),
        Stream.concat(change.current().stream(), Stream.of(change.fresh())).toList(),
        new PinManagement(change),
        failure -> failure);
  }

  @Override
  public TokenOperation<TouchOutcome> awaitTouch(
      Duration deadline, Consumer<TokenProgress> progress) {
    return this.<TouchOutcome>start(
        new OperationControl(deadline, progress), List.of(), new AwaitTouch(), failure -> failure);
  }

  private <T> TokenOperation<T> start(
      OperationControl control,
      List<Pin> pins,
      KeyTask.Conversation<T> conversation,
      Function<TokenFailure, T> asOutcome) {
    KeyTask<T> task = new KeyTask<>(device, control, conversation, asOutcome);
    RunningOperation<T> operation = new RunningOperation<>(control, pins, task, asOutcome);
    open.add(operation);
    operation.whenDone(() -> open.remove(operation));
    try {
      owner.execute(operation);
    } catch (RejectedExecutionException detached) {
      operation.stop(new TokenFailure.Removed());
    }
    return operation;
  }

  /**
   * Ends every operation with {@link TokenFailure.Removed}, and the thread when the last one has
   * ended.
   */
  void close() {
    owner.shutdown();
    open.forEach(operation -> operation.stop(new TokenFailure.Removed()));
  }
}
