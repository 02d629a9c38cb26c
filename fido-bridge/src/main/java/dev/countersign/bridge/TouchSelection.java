package dev.countersign.bridge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets the user say which of several tokens to use by touching it: all of them wait, the first one
 * touched is chosen, the others are cancelled.
 */
public final class TouchSelection {

  private final Map<TokenId, TokenOperation<TouchOutcome>> waiting = new ConcurrentHashMap<>();
  private final CompletableFuture<SelectionOutcome> result = new CompletableFuture<>();
  private final AtomicBoolean decided = new AtomicBoolean();
  private final Map<TokenId, TokenFailure> ended = new ConcurrentHashMap<>();

  private TouchSelection() {}

  /**
   * Starts waiting on all of them.
   *
   * @param tokens at least one
   * @param deadline counted from the call; more than zero
   */
  public static TokenOperation<SelectionOutcome> among(List<Token> tokens, Duration deadline) {
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("at least one token is needed");
    }
    TouchSelection selection = new TouchSelection();
    tokens.forEach(token ->
        selection.waiting.put(token.info().id(), token.awaitTouch(deadline, progress -> {})));
    tokens.forEach(token -> selection.follow(token, tokens.size()));
    return selection.operation();
  }

  private void follow(Token token, int count) {
    TokenOperation<TouchOutcome> wait = waiting.get(token.info().id());
    if (wait == null) {
      throw new IllegalArgumentException("two tokens have one id");
    }
    var _ =
        wait.result()
            .whenComplete((outcome, fault) -> {
              if (fault != null) {
                decide(new SelectionOutcome.NoneChosen(Map.of()), fault);
              } else {
                ended(token, outcome, count);
              }
            });
  }

  private void ended(Token token, TouchOutcome outcome, int count) {
    switch (outcome) {
      case TouchOutcome.Touched() -> decide(new SelectionOutcome.Chosen(token), null);
      case TokenFailure failure -> {
        ended.put(token.info().id(), failure);
        if (ended.size() == count) {
          decide(new SelectionOutcome.NoneChosen(Map.copyOf(ended)), null);
        }
      }
    }
  }

  private void decide(SelectionOutcome outcome, @Nullable Throwable fault) {
    if (!decided.compareAndSet(false, true)) {
      return;
    }
    waiting.values().forEach(TokenOperation::cancel);
    if (fault != null) {
      result.completeExceptionally(fault);
    } else {
      result.complete(outcome);
    }
  }

  private TokenOperation<SelectionOutcome> operation() {
    return new TokenOperation<>() {
      @Override
      public CompletableFuture<SelectionOutcome> result() {
        return result.copy();
      }

      @Override
      public void cancel() {
        waiting.values().forEach(TokenOperation::cancel);
      }
    };
  }
}
