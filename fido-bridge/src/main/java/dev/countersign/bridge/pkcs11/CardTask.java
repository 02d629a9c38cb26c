package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import java.util.function.Function;
import java.util.function.Supplier;

/** Holds one conversation with a module, and turns every way that can end into an outcome. */
final class CardTask<T> implements Supplier<T> {

  private final ModuleOwner owner;
  private final OperationControl control;
  private final Conversation<T> conversation;
  private final Function<TokenFailure, T> asOutcome;

  CardTask(
      ModuleOwner owner,
      OperationControl control,
      Conversation<T> conversation,
      Function<TokenFailure, T> asOutcome) {
    this.owner = owner;
    this.control = control;
    this.conversation = conversation;
    this.asOutcome = asOutcome;
  }

  @Override
  public T get() {
    control.report(TokenProgress.CONNECTING);
    try {
      T outcome = conversation.hold(owner.link(), control);
      if (outcome instanceof CardSignOutcome.Signed) {
        owner.signed();
      }
      // What comes after a cancel or the deadline is not used: the user was told that it stopped.
      return outcome instanceof TokenFailure
          ? outcome
          : control.stopped().map(asOutcome).orElse(outcome);
    } catch (OperationStoppedException stopped) {
      return asOutcome.apply(stopped.failure());
    } catch (ModuleFailedException failed) {
      String detail = owner.failed(failed.trouble()).detail();
      return asOutcome.apply(new Unusable(Reason.MODULE_FAILED, detail));
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return asOutcome.apply(new TokenFailure.Cancelled());
    }
  }

  /** What is said. */
  @FunctionalInterface
  interface Conversation<T> {
    T hold(ModuleLink link, OperationControl control)
        throws ModuleFailedException, OperationStoppedException, InterruptedException;
  }
}
