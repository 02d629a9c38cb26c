package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.ModuleTrouble.Reason;
import dev.countersign.bridge.pkcs11.wire.Frames;
import dev.countersign.bridge.pkcs11.wire.MalformedFrameException;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one module, and the frames to and from it. One thread uses it. */
final class ModuleProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModuleProcess.class);

  /** How long the process may take to end by itself once its input has ended. */
  private static final long ORDERLY_END_MILLIS = 1500;

  /** Far more than any work says; a module that says more without end is stopped. */
  private static final int MOST_WAITING = 64;

  /** How long what a process wrote before its end may take to arrive. */
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private final CardModule module;
  private final Process process;
  private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(MOST_WAITING);
  private boolean ended;

  private ModuleProcess(CardModule module, Process process) {
    this.module = module;
    this.process = process;
  }

  /** What the reading thread found. */
  private sealed interface Arrival {
    record Came(ModuleAnswer answer) implements Arrival {}

    record Ended() implements Arrival {}

    record Nonsense() implements Arrival {}
  }

  static ModuleProcess start(CardModule module) throws ModuleFailedException {
    try {
      ModuleProcess started = new ModuleProcess(module, ModuleCommand.of(module).start());
      Thread.ofPlatform()
          .daemon()
          .name("card-module-reader-" + started.process.pid())
          .start(started::readAll);
      return started;
    } catch (IOException notStarted) {
      throw Troubles.failed(module, Reason.NOT_STARTED, String.valueOf(notStarted.getMessage()));
    }
  }

  private void readAll() {
    try (InputStream in = process.getInputStream()) {
      for (Optional<byte[]> frame = Frames.read(in); frame.isPresent(); frame = Frames.read(in)) {
        if (!arrivals.offer(new Arrival.Came(ModuleAnswer.decode(frame.get())))) {
          last(new Arrival.Nonsense());
          return;
        }
      }
      last(new Arrival.Ended());
    } catch (MalformedFrameException nonsense) {
      last(new Arrival.Nonsense());
    } catch (IOException closed) {
      last(new Arrival.Ended()); // the stream of a process that is gone
    }
  }

  /** There is always room for it: nothing counts that came before a flood. */
  private void last(Arrival arrival) {
    while (!arrivals.offer(arrival)) {
      arrivals.clear();
    }
  }

  void send(ModuleRequest request) throws ModuleFailedException {
    try {
      Frames.write(process.getOutputStream(), request.encoded());
    } catch (IOException gone) {
      throw ended();
    }
  }

  /** Sends the PIN in a frame of its own; the copies made on the way are wiped. */
  void send(PinBytes pin) throws ModuleFailedException {
    byte[] utf8 = pin.utf8();
    try {
      Frames.writePin(process.getOutputStream(), utf8);
    } catch (IOException gone) {
      throw ended();
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  /**
   * The next answer; empty when none came in time.
   *
   * @throws ModuleFailedException when the process ended or talked nonsense
   */
  Optional<ModuleAnswer> next(Duration patience)
      throws ModuleFailedException, InterruptedException {
    Arrival arrival = arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (arrival == null && !process.isAlive()) {
      // Something that the module started may keep the pipe open after the process's end.
      arrival = arrivals.poll(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
      arrival = arrival == null ? new Arrival.Ended() : arrival;
    }
    return switch (arrival) {
      case null -> Optional.empty();
      case Arrival.Came(ModuleAnswer answer) -> Optional.of(answer);
      case Arrival.Ended() -> throw ended();
      case Arrival.Nonsense() -> throw broken("it wrote something else than an answer");
    };
  }

  /** Whether an answer came that nobody asked for. */
  boolean hasUnasked() {
    return !arrivals.isEmpty();
  }

  ModuleFailedException broken(String detail) {
    kill();
    return Troubles.failed(module, Reason.MALFORMED, detail);
  }

  private ModuleFailedException ended() {
    kill();
    return Troubles.failed(module, Reason.CRASHED, "");
  }

  /** Whether it was ended, for whatever reason. */
  boolean hasEnded() {
    return ended;
  }

  /** Ends it at once, with what the module started. */
  void kill() {
    ended = true;
    // While it lives: afterwards nobody knows any more whose they were.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    closeInput();
  }

  /** Lets it finish its work, and ends it if it does not. */
  @Override
  public void close() {
    closeInput();
    try {
      if (!process.waitFor(ORDERLY_END_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("the process of the smart card module {} did not end by itself", module.name());
      }
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  private void closeInput() {
    try (OutputStream _ = process.getOutputStream()) {
      // Its end is the signal.
      return;
    } catch (IOException alreadyGone) {
      LOG.debug("the input of the smart card module {} was closed already", module.name());
    }
  }
}
