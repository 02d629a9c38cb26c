package dev.countersign.desktop.ui;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.DescribeOutcome;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.PinChangeOutcome;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenDetails.PinState;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.TouchOutcome;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.desktop.ui.tokens.TokenDesk;
import dev.countersign.desktop.ui.tokens.TokenState;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Enrolled;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.EnrolledCertificate;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.EnrolledHere;
import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tokens in memory: what the page shows, and keys whose answers a test gives. */
final class FakeTokenDesk implements TokenDesk, LiveSource<TokensSnapshot> {
  final List<Token> keys = new CopyOnWriteArrayList<>();
  final List<Card> cards = new CopyOnWriteArrayList<>();
  final List<TokenId> looked = new CopyOnWriteArrayList<>();
  volatile Optional<EnrolledTokenChanges> changes = Optional.empty();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile TokensSnapshot shown =
      new TokensSnapshot(
          List.of(enrolled("blue key", true)),
          List.of(
              attached("demo", "Countersign demo key", true, new TokenState.Key(details(pin(8))))),
          List.of());

  void show(TokensSnapshot next) {
    shown = next;
    listeners.forEach(Runnable::run);
  }

  static Enrolled enrolled(String name, boolean demo) {
    return new Enrolled(
        name, "FIDO2 security key", Bytes.utf8("id of " + name), Optional.empty(), demo);
  }

  /** An enrolled card whose certificate is good for {@code seconds} from now. */
  static Enrolled enrolledCard(String name, long seconds) {
    return new Enrolled(
        name,
        "Smart card",
        Bytes.utf8("id of " + name),
        Optional.of(
            new EnrolledCertificate(
                "CN=Mara Ade,OU=Operations,O=Example AG,C=CH",
                "CN=Example Card CA 2,O=Example AG,C=CH",
                SampleRequest.NOW.plusSeconds(seconds),
                seconds < 0
                    ? Optional.of(CardCertificate.Unfit.EXPIRED.words())
                    : Optional.empty())),
        false);
  }

  static Attached attached(String id, String name, boolean demo, TokenState state) {
    return new Attached(
        new TokenId(id),
        name,
        Optional.empty(),
        demo,
        state instanceof TokenState.OnlyU2f ? EnrolledHere.NO : EnrolledHere.UNKNOWN,
        state);
  }

  static TokenDetails details(PinState pin) {
    return new TokenDetails(
        List.of("FIDO_2_0", "FIDO_2_1"),
        UUID.fromString("5bf55ed7-26f1-4a56-8f28-6a4fb5ae4f0c"),
        pin,
        false,
        false,
        OptionalInt.of(20));
  }

  static PinState pin(int triesLeft) {
    return new PinState(true, true, false, 6, OptionalInt.of(triesLeft), List.of(2, 1));
  }

  static PinState noPin() {
    return new PinState(true, false, false, 4, OptionalInt.empty(), List.of(2, 1));
  }

  @Override
  public List<Token> keys() {
    return keys;
  }

  @Override
  public List<Card> cards() {
    return cards;
  }

  @Override
  public void lookAgain(TokenId id) {
    looked.add(id);
  }

  @Override
  public Optional<EnrolledTokenChanges> changes() {
    return changes;
  }

  @Override
  public TokensSnapshot load() {
    return shown;
  }

  @Override
  public Subscription onChange(Runnable changed) {
    listeners.add(changed);
    return () -> listeners.remove(changed);
  }

  /** A key that a test answers for. */
  static final class Key implements Token {
    final List<PinChange> changes = new CopyOnWriteArrayList<>();
    final List<String> pins = new CopyOnWriteArrayList<>();
    volatile CompletableFuture<PinChangeOutcome> pin = new CompletableFuture<>();
    volatile CompletableFuture<TouchOutcome> touch = new CompletableFuture<>();
    private final TokenInfo info;

    Key(String id, String name) {
      info = new TokenInfo(new TokenId(id), name, TokenInfo.Kind.FIDO, false);
    }

    @Override
    public TokenInfo info() {
      return info;
    }

    @Override
    public TokenOperation<PinChangeOutcome> changePin(PinChange change) {
      changes.add(change);
      pins.add(
          change.current().map(current -> new String(current.chars())).orElse("none")
              + " to "
              + new String(change.fresh().chars()));
      pin = new CompletableFuture<>();
      return operation(pin);
    }

    @Override
    public TokenOperation<TouchOutcome> awaitTouch(
        Duration deadline, Consumer<TokenProgress> progress) {
      touch = new CompletableFuture<>();
      return operation(touch);
    }

    private static <T> TokenOperation<T> operation(
        CompletableFuture<? super TokenFailure> running) {
      @SuppressWarnings("unchecked")
      CompletableFuture<T> result = (CompletableFuture<T>) running;
      return new TokenOperation<>() {
        @Override
        public CompletableFuture<T> result() {
          return result.copy();
        }

        @Override
        public void cancel() {
          running.complete(new TokenFailure.Cancelled());
        }
      };
    }

    @Override
    public TokenOperation<SignOutcome> sign(SignRequest request, Consumer<TokenProgress> progress) {
      throw new AssertionError("the page signs nothing by itself");
    }

    @Override
    public TokenOperation<RegistrationOutcome> register(
        RegistrationRequest request, Consumer<TokenProgress> progress) {
      throw new AssertionError("the page registers nothing by itself");
    }

    @Override
    public TokenOperation<DescribeOutcome> describe(Duration deadline) {
      throw new AssertionError("the page asks its port");
    }
  }
}
