package dev.countersign.bridge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.fido.FidoTokens;
import dev.countersign.bridge.fido.ReportChannelSource;
import dev.countersign.proof.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One plugged-in demo key with PIN 1234, a watcher over it, and short ways to use both. */
final class DemoDesk implements AutoCloseable {

  static final String RP_ID = "approvals.example.com";
  static final String RIGHT_PIN = "1234";
  static final Bytes CLIENT_DATA =
      Bytes.of(
          "{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\"countersign://approvals.example.com\"}"
              .getBytes(StandardCharsets.UTF_8));
  static final Duration PLENTY = Duration.ofSeconds(20);

  final DemoKeySet set = DemoKeySet.create(Clock.systemUTC());
  final DemoKey key;
  final List<TokenProgress> progress = new CopyOnWriteArrayList<>();
  final TokenWatcher watcher;

  DemoDesk() {
    this(UnaryOperator.identity());
  }

  /** With a key of another kind. */
  DemoDesk(DemoKeyModel model) {
    this(model, UnaryOperator.identity());
  }

  /** With something between the bridge and the key. */
  DemoDesk(UnaryOperator<ReportChannelSource> between) {
    this(DemoKeyModel.standard(), between);
  }

  private DemoDesk(DemoKeyModel model, UnaryOperator<ReportChannelSource> between) {
    key = set.addKey("blue", model);
    key.presetPin(RIGHT_PIN.toCharArray());
    key.plug();
    watcher = FidoTokens.over(between.apply(set.source()));
  }

  Token token() {
    return watcher.tokens().getFirst();
  }

  static Optional<Pin> pin(String digits) {
    return Optional.of(Pin.takeOver(digits.toCharArray()));
  }

  static SignRequest request(Optional<Pin> pin, Duration deadline, Bytes... ids) {
    return new SignRequest(RP_ID, CLIENT_DATA, List.of(ids), pin, deadline);
  }

  static RegistrationRequest registration(Optional<Pin> pin, Bytes... excluded) {
    return new RegistrationRequest(
        RP_ID,
        "Approvals",
        new RegistrationRequest.User(Bytes.of(new byte[] {7, 7, 7}), "kim", "Kim Example"),
        false,
        CLIENT_DATA,
        List.of(excluded),
        pin,
        PLENTY);
  }

  /** A credential made with an automatic touch; afterwards the key waits to be touched again. */
  RegistrationOutcome.Registered registered() {
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    RegistrationOutcome outcome = get(token().register(registration(pin(RIGHT_PIN)), any -> {}));
    assertThat(outcome).isInstanceOf(RegistrationOutcome.Registered.class);
    key.touchPolicy(DemoTouchPolicy.WHEN_PRESSED);
    return (RegistrationOutcome.Registered) outcome;
  }

  TokenOperation<SignOutcome> start(String digits, Duration deadline, Bytes... ids) {
    return token().sign(request(pin(digits), deadline, ids), progress::add);
  }

  TokenOperation<SignOutcome> start(String digits, Consumer<TokenProgress> listener, Bytes... ids) {
    return token().sign(request(pin(digits), PLENTY, ids), listener);
  }

  SignOutcome sign(String digits, Bytes... ids) {
    return get(start(digits, PLENTY, ids));
  }

  /** The outcome, or a failure of the test when it takes a minute. */
  static <T> T get(TokenOperation<T> operation) {
    return operation.result().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    watcher.close();
  }
}
