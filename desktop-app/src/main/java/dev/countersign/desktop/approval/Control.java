package dev.countersign.desktop.approval;

import dev.countersign.bridge.Pin;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Where the approver's hand meets the journey's thread: the present state, the PIN on its way, and
 * the wish to stop. Stopping interrupts the thread, but only inside {@link #interruptibly}, so that
 * a durable write is never cut off.
 */
final class Control {
  private final Consumer<JourneyState> listener;
  private JourneyState state = new JourneyState.CheckingRequest();
  private Optional<Pin> pin = Optional.empty();
  private Optional<Thread> interruptible = Optional.empty();
  private OptionalInt choice = OptionalInt.empty();
  private boolean askingForPin;
  private boolean stop;
  private boolean sealed;

  /** A step that may be interrupted. */
  interface Step<T> {
    T run() throws InterruptedException, StoppedException;
  }

  Control(Consumer<JourneyState> listener) {
    this.listener = listener;
  }

  void enter(JourneyState next) {
    synchronized (this) {
      if (state.isFinal()) {
        throw new IllegalStateException("a journey has one end");
      }
      state = next;
      askingForPin = next instanceof JourneyState.NeedsPin;
    }
    listener.accept(next);
  }

  synchronized JourneyState state() {
    return state;
  }

  /** Notes the wish to stop; false when it comes too late. */
  synchronized boolean stop() {
    if (sealed || state.isFinal()) {
      return false;
    }
    stop = true;
    interruptible.ifPresent(Thread::interrupt);
    return true;
  }

  /** From here on it is too late to stop. */
  synchronized void seal() throws StoppedException {
    requireWanted();
    sealed = true;
  }

  <T> T interruptibly(Step<T> step) throws StoppedException {
    begin();
    try {
      return step.run();
    } catch (InterruptedException asked) {
      throw StoppedException.cancelled();
    } finally {
      end();
    }
  }

  private synchronized void begin() throws StoppedException {
    requireWanted();
    interruptible = Optional.of(Thread.currentThread());
  }

  private synchronized void end() {
    interruptible = Optional.empty();
    // Clears an interruption that came too late to end the step.
    Thread.interrupted();
  }

  private synchronized void requireWanted() throws StoppedException {
    if (stop) {
      throw StoppedException.cancelled();
    }
  }

  synchronized void providePin(char[] chars) {
    if (!askingForPin) {
      Arrays.fill(chars, '\0');
      throw new IllegalStateException("no PIN is being asked for");
    }
    // One answer to one question: a second one would be used up unasked after a wrong PIN.
    askingForPin = false;
    pin = Optional.of(Pin.takeOver(chars));
    notifyAll();
  }

  /** Waits for the PIN; empty when none came in time. */
  synchronized Optional<Pin> awaitPin(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toMillis(); pin.isEmpty() && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    Optional<Pin> given = pin;
    pin = Optional.empty();
    return given;
  }

  synchronized void choose(int index) {
    if (!(state instanceof JourneyState.ChooseToken question) || !question.offers(index)) {
      throw new IllegalStateException("no such choice is being asked for");
    }
    choice = OptionalInt.of(index);
    notifyAll();
  }

  /** Waits for the choice; empty when none was made in time. */
  synchronized Optional<Integer> awaitChoice(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toMillis(); choice.isEmpty() && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    Optional<Integer> made = choice.stream().boxed().findFirst();
    choice = OptionalInt.empty();
    return made;
  }

  /** Wipes a PIN that nobody took. */
  synchronized void wipe() {
    pin.ifPresent(Pin::close);
    pin = Optional.empty();
  }
}
