package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.wire.Frames;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads what the desk sends on a thread of its own, so that a cancel arrives while the module
 * works, and so that the process ends with the desk even when the module hangs.
 */
final class Inbox {

  private final InputStream in;
  private final Runnable deskGone;
  private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile boolean cancelled;

  /**
   * Reads from the desk.
   *
   * @param deskGone run when nothing comes any more, on the reading thread
   */
  Inbox(InputStream in, Runnable deskGone) {
    this.in = in;
    this.deskGone = deskGone;
  }

  /** A request with the PIN that came along, or the end. */
  sealed interface Message {

    /**
     * A request.
     *
     * @param pin the worker's to wipe
     */
    record Asked(ModuleRequest request, Optional<byte[]> pin) implements Message {}

    /** No more requests come. Whoever asks again is told again. */
    record End() implements Message {}
  }

  void start() {
    Thread.ofPlatform().daemon().name("inbox").start(this::readAll);
  }

  Message take() throws InterruptedException {
    Message next = messages.take();
    if (next instanceof Message.End) {
      messages.add(next);
    }
    return next;
  }

  /** Whether the desk wants the work under way stopped. */
  boolean cancelled() {
    return cancelled;
  }

  private void readAll() {
    try {
      for (Optional<byte[]> frame = Frames.read(in); frame.isPresent(); frame = Frames.read(in)) {
        arrived(ModuleRequest.decode(frame.get()));
      }
    } catch (IOException broken) {
      ended(); // the desk is gone or talks nonsense, which comes to the same
      return;
    }
    ended();
  }

  /** There is nobody to work for any more. */
  private void ended() {
    cancelled = true;
    forgetPins();
    messages.add(new Message.End());
    deskGone.run();
  }

  private void arrived(ModuleRequest request) throws IOException {
    Optional<byte[]> pin =
        request instanceof ModuleRequest.Proceed(boolean pinFollows) && pinFollows
            ? Optional.of(Frames.readPin(in))
            : Optional.empty();
    cancelled = request instanceof ModuleRequest.Cancel;
    if (cancelled) {
      forgetPins();
    }
    messages.add(new Message.Asked(request, pin));
  }

  /**
   * Wipes each PIN that no work has taken yet, and drops the request it came with. What the worker
   * has taken is the worker's: a PIN wiped under its hands would go to the card as a wrong one.
   */
  private void forgetPins() {
    List<Message> waiting = new ArrayList<>();
    messages.drainTo(waiting);
    for (Message message : waiting) {
      if (message instanceof Message.Asked(ModuleRequest _, Optional<byte[]> pin)
          && pin.isPresent()) {
        Arrays.fill(pin.get(), (byte) 0);
      } else {
        messages.add(message);
      }
    }
  }
}
