package dev.countersign.bridge.fido;

import com.yubico.yubikit.core.application.CommandException;
import com.yubico.yubikit.core.fido.CtapException;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the device, holds one conversation, closes it, and turns every way that can end into an
 * outcome.
 */
final class KeyTask<T> implements Supplier<T> {

  private static final Logger LOG = LoggerFactory.getLogger(KeyTask.class);

  private final ReportDevice device;
  private final OperationControl control;
  private final Conversation<T> conversation;
  private final Function<TokenFailure, T> asOutcome;

  KeyTask(
      ReportDevice device,
      OperationControl control,
      Conversation<T> conversation,
      Function<TokenFailure, T> asOutcome) {
    this.device = device;
    this.control = control;
    this.conversation = conversation;
    this.asOutcome = asOutcome;
  }

  @Override
  public T get() {
    control.report(TokenProgress.CONNECTING);
    try (ReportChannel channel = device.open()) {
      T outcome = converse(channel);
      // What comes after a cancel or the deadline is not used: the user was told that it stopped.
      Optional<TokenFailure> stopped = control.stopped();
      return stopped.isPresent() && !(outcome instanceof TokenFailure)
          ? asOutcome.apply(stopped.get())
          : outcome;
    } catch (ChannelRefusedException refused) {
      return asOutcome.apply(refused.failure());
    }
  }

  private T converse(ReportChannel channel) {
    try {
      return conversation.hold(new GuardedConnection(channel, control), control);
    } catch (OperationEndedException ended) {
      return asOutcome.apply(ended.failure());
    } catch (CtapException refused) {
      return asOutcome.apply(CtapFailures.of(refused.getCtapError(), control));
    } catch (IOException | CommandException broken) {
      return asOutcome.apply(malformed(broken));
    } catch (RuntimeException broken) {
      // yubikit throws unchecked exceptions for answers of a shape it does not expect (a missing
      // member, another
      // type); by then the answer has passed our own checks, so this is the token's fault, not a
      // program error.
      return asOutcome.apply(malformed(broken));
    }
  }

  private static TokenFailure malformed(Exception broken) {
    // The stack only: a library's message might quote what was sent.
    LOG.warn("a token's answer was not understood: {}", broken.getClass().getName());
    return new Unusable(Reason.MALFORMED_ANSWER, "The key's answer was not understood.");
  }

  /** What is said over an open connection. */
  @FunctionalInterface
  interface Conversation<T> {
    /** Any exception it throws becomes a failure; see {@link KeyTask}. */
    T hold(GuardedConnection connection, OperationControl control)
        throws IOException, CommandException;
  }
}
