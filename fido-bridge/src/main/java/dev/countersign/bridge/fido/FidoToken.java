package dev.countersign.bridge.fido;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

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
    OperationControl control = new OperationControl(request.deadline(), progress);
    return start(
        control,
        request.pin(),
        request.deadline(),
        new KeyTask<SignOutcome>(device, control, new Assertion(request), failure -> failure),
        failure -> failure);
  }

  @Override
  public TokenOperation<RegistrationOutcome> register(
      RegistrationRequest request, Consumer<TokenProgress> progress) {
    OperationControl control = new OperationControl(request.deadline(), progress);
    return start(
        control,
        request.pin(),
        request.deadline(),
        new KeyTask<RegistrationOutcome>(
            device, control, new Registration(request), failure -> failure),
        failure -> failure);
  }

  private <T> TokenOperation<T> start(
      OperationControl control,
      Optional<Pin> pin,
      Duration deadline,
      KeyTask<T> task,
      Function<TokenFailure, T> asOutcome) {
    RunningOperation<T> operation = new RunningOperation<>(control, pin, deadline, task, asOutcome);
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
