package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.ModuleTrouble.Reason;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Step;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A module that is asked: its process is started when it is first needed, and after it failed. Used
 * by the module's owner thread alone.
 */
final class ModuleLink {

  private static final Duration LOOK = Duration.ofMillis(50);

  /** Checking the PIN, waiting at the pad and signing, with room to spare. */
  private static final int MOST_STEPS = 16;

  private final CardModule module;
  private final ModuleTimes times;
  private @Nullable ModuleProcess process;

  ModuleLink(CardModule module, ModuleTimes times) {
    this.module = module;
    this.times = times;
  }

  /** Asks within the module's own patience, not an operation's deadline. */
  ModuleAnswer ask(ModuleRequest request) throws ModuleFailedException, InterruptedException {
    try {
      return ask(request, new OperationControl(times.patience(), progress -> {}));
    } catch (OperationStoppedException late) {
      // It came back, but after more time than anything may take.
      throw lost(Reason.HUNG, "");
    }
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws OperationStoppedException when the control said stop; the module is ready for the next
   */
  ModuleAnswer ask(ModuleRequest request, OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    ModuleProcess running = running(control);
    running.send(request);
    return answer(running, control);
  }

  /**
   * Says that the certificate found is the right one, and waits for the signature.
   *
   * @param pin one that {@link PinBytes#canBeSent can be sent}
   */
  ModuleAnswer proceed(Optional<PinBytes> pin, OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    ModuleProcess running = running(control);
    running.send(new ModuleRequest.Proceed(pin.isPresent()));
    if (pin.isPresent()) {
      running.send(pin.get());
    }
    return answer(running, control);
  }

  /** Says that nothing is to be signed after all. */
  void abandon(OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    ask(new ModuleRequest.Cancel(), control);
  }

  private ModuleProcess running(OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    ModuleProcess running = process;
    if (running == null || running.hasEnded()) {
      running = start(control);
    }
    if (running.hasUnasked()) {
      Optional<ModuleAnswer> _ = running.next(Duration.ZERO); // says so itself if it has ended
      throw lost(Reason.MALFORMED, "it answered without being asked");
    }
    return running;
  }

  private ModuleProcess start(OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    if (!Files.isRegularFile(module.library())) {
      throw Troubles.failed(module, Reason.NOT_FOUND, "");
    }
    ModuleProcess started = ModuleProcess.start(module);
    process = started;
    started.send(new ModuleRequest.Load(module.library().toString()));
    return switch (answer(started, control)) {
      case ModuleAnswer.Ready _ -> started;
      case ModuleAnswer.Failed(ModuleFault fault, String detail)
          when fault == ModuleFault.NOT_LOADABLE ->
          throw lost(Reason.NOT_LOADABLE, detail);
      case ModuleAnswer.Failed(ModuleFault _, String detail) -> throw lost(Reason.REFUSED, detail);
      default -> throw unexpected();
    };
  }

  private ModuleAnswer answer(ModuleProcess running, OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    boolean atPinPad = false;
    int steps = 0;
    while (true) {
      Optional<TokenFailure> stopped = control.stopped();
      if (stopped.isPresent()) {
        throw wound(running, stopped.get(), atPinPad);
      }
      switch (running.next(LOOK).orElse(null)) {
        case null -> {}
        case ModuleAnswer.Doing(Step step) -> {
          if (++steps > MOST_STEPS) {
            throw lost(Reason.MALFORMED, "it told of more steps than there are");
          }
          atPinPad = step == Step.WAITING_AT_PIN_PAD;
          control.report(progress(step));
        }
        case ModuleAnswer.Failed(ModuleFault fault, String detail)
            when fault == ModuleFault.MODULE_MALFORMED ->
            throw lost(Reason.MALFORMED, detail);
        case ModuleAnswer answer -> {
          return answer;
        }
      }
    }
  }

  /**
   * Gives the module a moment to come back, and ends it if it does not. Waiting for somebody at a
   * PIN pad is no fault of the module, and it does not come back from there.
   */
  private OperationStoppedException wound(ModuleProcess running, TokenFailure why, boolean atPinPad)
      throws ModuleFailedException, InterruptedException {
    if (atPinPad) {
      stop();
      return new OperationStoppedException(why);
    }
    running.send(new ModuleRequest.Cancel());
    long end = System.nanoTime() + times.grace().toNanos();
    for (long left = times.grace().toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<ModuleAnswer> answer = running.next(Duration.ofNanos(left));
      if (answer.isPresent() && isLast(answer.get())) {
        return new OperationStoppedException(why); // whatever it was: it is not used
      }
    }
    stop();
    if (why instanceof TokenFailure.TimedOut) {
      throw Troubles.failed(module, Reason.HUNG, "");
    }
    return new OperationStoppedException(why);
  }

  /** After these the module says more. */
  private static boolean isLast(ModuleAnswer answer) {
    return !(answer instanceof ModuleAnswer.Doing || answer instanceof ModuleAnswer.Found);
  }

  private static TokenProgress progress(Step step) {
    return switch (step) {
      case CHECKING_PIN -> TokenProgress.VERIFYING_PIN;
      case WAITING_AT_PIN_PAD -> TokenProgress.PIN_PAD_NEEDED;
      case SIGNING -> TokenProgress.PROCESSING;
    };
  }

  /** For an answer to another question. */
  ModuleFailedException unexpected() {
    return lost(Reason.MALFORMED, "it answered something else than it was asked");
  }

  /** Ends the process, which is not to be trusted any more. */
  ModuleFailedException lost(Reason reason, String detail) {
    stop();
    return Troubles.failed(module, reason, detail);
  }

  private void stop() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** Ends the process in order. */
  void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
