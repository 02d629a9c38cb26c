package dev.countersign.desktop.approval;

import dev.countersign.bridge.DescribeOutcome;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.PinChangeOutcome;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.TouchOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.testing.Fixture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A token that answers what a test tells it to, in order; when told nothing, it signs. */
public final class FakeToken implements Token {
  /** Never answers until it is cancelled. */
  static final Function<SignRequest, SignOutcome> HANGS = request -> null;

  /** Whether and how waiting for a touch ends by itself. */
  boolean touched;

  boolean neverEnds;
  volatile boolean touchCancelled;

  public final Deque<Function<SignRequest, SignOutcome>> script = new ArrayDeque<>();
  final List<char[]> pins = new ArrayList<>();

  private final TokenId id;

  public FakeToken() {
    this("t1");
  }

  public FakeToken(String id) {
    this.id = new TokenId(id);
  }

  static Function<SignRequest, SignOutcome> fails(SignOutcome outcome) {
    return request -> outcome;
  }

  @Override
  public TokenInfo info() {
    return new TokenInfo(id, "blue key", TokenInfo.Kind.FIDO, false);
  }

  @Override
  public TokenOperation<SignOutcome> sign(SignRequest request, Consumer<TokenProgress> progress) {
    request.pin().ifPresent(pin -> pins.add(pin.chars()));
    Function<SignRequest, SignOutcome> next = script.isEmpty() ? FakeToken::signs : script.pop();
    CompletableFuture<SignOutcome> result = new CompletableFuture<>();
    if (request.pin().isPresent() || next == HANGS) {
      progress.accept(TokenProgress.TOUCH_NEEDED);
    }
    SignOutcome outcome = next.apply(request);
    request.pin().ifPresent(pin -> pin.close());
    if (outcome != null) {
      result.complete(outcome);
    }
    return new TokenOperation<>() {
      @Override
      public CompletableFuture<SignOutcome> result() {
        return result;
      }

      @Override
      public void cancel() {
        result.complete(new TokenFailure.Cancelled());
      }
    };
  }

  @Override
  public TokenOperation<RegistrationOutcome> register(
      RegistrationRequest request, Consumer<TokenProgress> progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TokenOperation<DescribeOutcome> describe(Duration deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TokenOperation<PinChangeOutcome> changePin(PinChange change) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TokenOperation<TouchOutcome> awaitTouch(
      Duration deadline, Consumer<TokenProgress> progress) {
    CompletableFuture<TouchOutcome> result = new CompletableFuture<>();
    if (!neverEnds) {
      result.complete(touched ? new TouchOutcome.Touched() : new TokenFailure.TimedOut());
    }
    return new TokenOperation<>() {
      @Override
      public CompletableFuture<TouchOutcome> result() {
        return result;
      }

      @Override
      public void cancel() {
        touchCancelled = true;
        result.complete(new TokenFailure.Cancelled());
      }
    };
  }

  static SignOutcome signs(SignRequest request) {
    try {
      String challenge =
          ((JsonString)
                  StrictJson.parseObject(request.clientDataJson().toArray())
                      .get("challenge")
                      .orElseThrow())
              .value();
      WebAuthnEvidence made =
          Fixture.TOKEN.assertion(new Digest(Bytes.fromBase64Url(challenge)), request.rpId());
      return new SignOutcome.Signed(
          made.credentialId(), made.authenticatorData(), made.signature());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
