package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.wire.Frames;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads what the desk sends on a thread of its own, so that a cancel arrives while the module
 * works, and so that the process ends with the desk even when the module hangs.
 */
final class Inbox {

  /** How long the module may take to finish when the desk has gone. */
  private static final long LAST_WORK_MILLIS = 1000;

  private final InputStream in;
  private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile boolean cancelled;

  Inbox(InputStream in) {
    this.in = in;
  }

  /** A request with the PIN that came along, or the end. */
  sealed interface Message {

    /**
     * A request.
     *
     * @param pin the worker's to wipe
     */
    record Asked(ModuleRequest request, Optional<byte[]> pin) implements Message {}

    /** No more requests come. */
    record End() implements Message {}
  }

  void start() {
    Thread.ofPlatform().daemon().name("inbox").start(this::readAll);
  }

  Message take() throws InterruptedException {
    return messages.take();
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
      // The desk is gone or talks nonsense: either way there is nobody to work for.
      cancelled = true;
    }
    messages.add(new Message.End());
    try {
      TimeUnit.MILLISECONDS.sleep(LAST_WORK_MILLIS);
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private void arrived(ModuleRequest request) throws IOException {
    Optional<byte[]> pin =
        request instanceof ModuleRequest.Proceed(boolean pinFollows) && pinFollows
            ? Optional.of(Frames.readPin(in))
            : Optional.empty();
    cancelled = request instanceof ModuleRequest.Cancel;
    messages.add(new Message.Asked(request, pin));
  }
}
