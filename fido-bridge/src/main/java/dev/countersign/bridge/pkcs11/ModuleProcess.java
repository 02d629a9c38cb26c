package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.ModuleTrouble.Reason;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.pkcs11.wire.Frames;
import dev.countersign.bridge.pkcs11.wire.MalformedFrameException;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
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

  private static final int MOST_BYTES_PER_CHAR = 4;

  private final CardModule module;
  private final Process process;
  private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
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
        arrivals.add(new Arrival.Came(ModuleAnswer.decode(frame.get())));
      }
      arrivals.add(new Arrival.Ended());
    } catch (MalformedFrameException nonsense) {
      arrivals.add(new Arrival.Nonsense());
    } catch (IOException closed) {
      arrivals.add(new Arrival.Ended()); // the stream of a process that is gone
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
  void send(Pin pin) throws ModuleFailedException {
    byte[] utf8 = utf8(pin.chars());
    try {
      Frames.writePin(process.getOutputStream(), utf8);
    } catch (IOException gone) {
      throw ended();
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  /** Too long a PIN is cut to a length that no token takes: it is then wrong without being sent. */
  private static byte[] utf8(char[] chars) {
    ByteBuffer buffer = ByteBuffer.allocate(chars.length * MOST_BYTES_PER_CHAR);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(chars), buffer, true);
    byte[] utf8 = Arrays.copyOf(buffer.array(), Math.min(buffer.position(), Frames.LONGEST_PIN));
    Arrays.fill(buffer.array(), (byte) 0);
    return utf8;
  }

  /**
   * The next answer; empty when none came in time.
   *
   * @throws ModuleFailedException when the process ended or talked nonsense
   */
  Optional<ModuleAnswer> next(Duration patience)
      throws ModuleFailedException, InterruptedException {
    Arrival arrival = arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
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

  /** Ends it at once. */
  void kill() {
    ended = true;
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
