package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.CardShown;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work on its own thread that an enrolled token confirms, and the person it asks. */
public final class ChangeInProgress implements EnrolledTokenChanges.Person {
  public static final Duration ANSWER_PATIENCE = Duration.ofSeconds(90);

  /** What the change tells the page; called on the thread of the change. */
  public interface Page {
    void needsPin(String tokenName, Optional<CardShown> card, Optional<String> message);

    void mustChoose(List<CardShown> cards, int keys);

    void says(String sentence, boolean touch);
  }

  /** What is said once a PIN was handed over. */
  public static String pinOnItsWay(boolean ofCard) {
    return ofCard
        ? "The PIN is on its way to the card. Leave it in the reader."
        : "The PIN is on its way to the key. Touch it when it blinks.";
  }

  /** The work itself. */
  @FunctionalInterface
  public interface Change<T> {
    T make(EnrolledTokenChanges.Person person) throws InterruptedException;
  }

  private final Page page;
  private @Nullable Thread thread;
  private boolean stopped;
  private CompletableFuture<char[]> pin = new CompletableFuture<>();
  private CompletableFuture<Integer> choice = new CompletableFuture<>();

  /** For one piece of work, which is told of on this page. */
  public ChangeInProgress(Page page) {
    this.page = page;
  }

  /** Makes the change on this thread; tells how it ended, or nothing when it was stopped. */
  public <T> void run(Change<T> change, Consumer<Optional<T>> ended) {
    Optional<T> end = Optional.empty();
    try {
      if (begin()) {
        end = Optional.of(change.make(this));
      }
    } catch (InterruptedException asked) {
      // It was stopped: what is said of it is the caller's.
      end = Optional.empty();
    } finally {
      finish();
    }
    ended.accept(end);
  }

  private synchronized boolean begin() {
    thread = Thread.currentThread();
    return !stopped;
  }

  /** After this nobody interrupts the thread, which may belong to a pool. */
  private synchronized void finish() {
    thread = null;
    Thread.interrupted();
    pin.cancel(false);
    choice.cancel(false);
  }

  /** Stops it as far as that is still possible; returns at once. */
  public synchronized void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Hands the PIN over; wiped here when nobody waits for it. */
  public synchronized void providePin(char[] entered) {
    if (stopped || !pin.complete(entered)) {
      Arrays.fill(entered, '\0');
    }
  }

  /** Hands over what was chosen. */
  public synchronized void choose(int index) {
    choice.complete(index);
  }

  @Override
  public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last)
      throws InterruptedException {
    return pin(tokenName, Optional.empty(), last.map(wrong -> TokenMessage.of(wrong).happened()));
  }

  @Override
  public Optional<char[]> cardPin(CardShown card, Optional<String> message)
      throws InterruptedException {
    return pin(card.name(), Optional.of(card), message);
  }

  private Optional<char[]> pin(String name, Optional<CardShown> card, Optional<String> message)
      throws InterruptedException {
    CompletableFuture<char[]> asked = new CompletableFuture<>();
    synchronized (this) {
      pin = asked;
    }
    page.needsPin(name, card, message);
    boolean taken = false;
    try {
      Optional<char[]> given = answer(asked);
      taken = given.isPresent();
      return given;
    } finally {
      // Whatever comes after this is wiped by who brings it; what came just before, here.
      if (!taken && !asked.cancel(false)) {
        wipe(asked);
      }
    }
  }

  @Override
  public Optional<Integer> choose(List<CardShown> cards, int keys) throws InterruptedException {
    CompletableFuture<Integer> asked = new CompletableFuture<>();
    synchronized (this) {
      choice = asked;
    }
    page.mustChoose(cards, keys);
    try {
      return answer(asked);
    } finally {
      asked.cancel(false);
    }
  }

  private static <T> Optional<T> answer(CompletableFuture<T> asked) throws InterruptedException {
    try {
      return Optional.of(asked.get(ANSWER_PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (TimeoutException late) {
      return Optional.empty();
    } catch (ExecutionException never) {
      throw new IllegalStateException("an entry does not fail", never);
    }
  }

  private static void wipe(CompletableFuture<char[]> entered) {
    if (entered.isDone() && !entered.isCompletedExceptionally()) {
      Arrays.fill(entered.join(), '\0');
    }
  }

  @Override
  public void says(String sentence) {
    page.says(sentence, false);
  }

  @Override
  public void touch(String sentence) {
    page.says(sentence, true);
  }
}
