package dev.countersign.bridge.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Windows and what its answers mean, with a table of functions in its place. */
class WindowsTokenTest {

  private static final Duration PLENTY = Duration.ofSeconds(20);
  private static final Bytes ID = Bytes.of(new byte[] {1, 2, 3});
  private static final String CLIENT_DATA = "{\"type\":\"webauthn.get\",\"challenge\":\"é\"}";
  private static final int SECURITY_KEY = 2;
  private static final int REQUIRED = 1;

  private final FakeWebAuthn windows = new FakeWebAuthn();
  private final WindowsToken token = new WindowsToken(windows);

  @AfterEach
  void close() {
    token.close();
  }

  @Test
  @DisplayName("D3 S0.10 signing asks Windows for a security key with user verification")
  void signs() {
    SignOutcome outcome = get(sign(PLENTY));

    assertThat(outcome).isInstanceOf(SignOutcome.Signed.class);
    assertThat(((SignOutcome.Signed) outcome).credentialId()).isEqualTo(ID);
    assertThat(((SignOutcome.Signed) outcome).signature().size()).isEqualTo(70);
    assertThat(windows.rpId).isEqualTo("approvals.example.com");
    assertThat(windows.clientData).isEqualTo(CLIENT_DATA);
    assertThat(windows.attachment).isEqualTo(SECURITY_KEY);
    assertThat(windows.verification).isEqualTo(REQUIRED);
    assertThat(windows.listed).isEqualTo(1);
    assertThat(windows.cancellable).isTrue();
    assertThat(windows.freed).isEqualTo(1);
  }

  @Test
  @DisplayName("D3 S0.10 enrolment asks Windows for a security key with user verification")
  void registers() {
    RegistrationOutcome outcome = get(register());

    assertThat(outcome)
        .isEqualTo(new RegistrationOutcome.Registered(ID, Bytes.of(new byte[] {(byte) 0xa0})));
    assertThat(windows.attachment).isEqualTo(SECURITY_KEY);
    assertThat(windows.verification).isEqualTo(REQUIRED);
    assertThat(windows.cancellable).isTrue();
    assertThat(windows.freed).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @DisplayName("each error of Windows has its meaning, and nothing is signed")
  @CsvSource({
    "80090011,NotThisKey",
    "80090035,Removed",
    "80090036,Refused",
    "800704C7,Refused",
    "800705B4,TimedOut",
    "80090023,Unusable",
    "80090027,Unusable",
    "80090029,Unusable",
    "80070032,Unusable",
    "80004005,Unusable"
  })
  void errors(String hresult, String outcome) {
    windows.result = Integer.parseUnsignedInt(hresult, 16);

    assertThat(get(sign(PLENTY)).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(windows.freed).isZero();
  }

  @Test
  @DisplayName("an error without a meaning is told by its number")
  void unknownError() {
    windows.result = 0x80004005;

    assertThat(get(sign(PLENTY)))
        .isEqualTo(
            new TokenFailure.Unusable(
                Reason.TOKEN_ERROR, "Windows answered with error 0x80004005."));
  }

  @Test
  @DisplayName("an excluded credential on the key is told apart at enrolment")
  void alreadyThere() {
    windows.result = 0x8009000F;

    assertThat(get(register())).isEqualTo(new RegistrationOutcome.AlreadyRegistered());
  }

  @Test
  @DisplayName("an answer for another credential, or an empty one, is refused and freed")
  void hostileAnswers() {
    windows.answeredId = new byte[] {9};
    assertThat(get(sign(PLENTY))).isInstanceOf(TokenFailure.Unusable.class);
    windows.answeredId = new byte[] {1, 2, 3};
    windows.signatureLength = 0;
    assertThat(get(sign(PLENTY))).isInstanceOf(TokenFailure.Unusable.class);
    assertThat(windows.freed).isEqualTo(2);
    windows.withoutAnswer = true;
    assertThat(get(sign(PLENTY))).isInstanceOf(TokenFailure.Unusable.class);
  }

  @Test
  @DisplayName("a cancel reaches Windows' own dialogue and ends as cancelled")
  void cancel() throws InterruptedException {
    windows.untilCancelled = true;
    TokenOperation<SignOutcome> operation = sign(PLENTY);
    assertThat(windows.called.await(20, TimeUnit.SECONDS)).isTrue();

    operation.cancel();

    assertThat(get(operation)).isEqualTo(new TokenFailure.Cancelled());
  }

  @Test
  @DisplayName("the deadline ends Windows' dialogue too, and a PIN given is wiped")
  void deadline() {
    windows.untilCancelled = true;
    Pin pin = Pin.takeOver("1234".toCharArray());
    TokenOperation<SignOutcome> operation =
        token.sign(request(Duration.ofMillis(200), Optional.of(pin)), any -> {});

    assertThat(get(operation)).isEqualTo(new TokenFailure.TimedOut());
    assertThatThrownBy(pin::chars).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("what Windows has no call for is said, and PINs are wiped")
  void notThere() {
    Pin fresh = Pin.takeOver("1234".toCharArray());

    assertThat(get(token.describe(PLENTY))).isInstanceOf(TokenFailure.Unusable.class);
    assertThat(get(token.awaitTouch(PLENTY, any -> {}))).isInstanceOf(TokenFailure.Unusable.class);
    assertThat(get(token.changePin(new PinChange(Optional.empty(), fresh, PLENTY))))
        .isInstanceOf(TokenFailure.Unusable.class);
    assertThatThrownBy(fresh::chars).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("its name says that it was not yet tried, and it is no demo key")
  void named() {
    assertThat(token.info().name()).contains("not yet tried");
    assertThat(token.info().demo()).isFalse();
  }

  private TokenOperation<SignOutcome> sign(Duration deadline) {
    return token.sign(request(deadline, Optional.empty()), any -> {});
  }

  private static SignRequest request(Duration deadline, Optional<Pin> pin) {
    return new SignRequest(
        "approvals.example.com", Bytes.utf8(CLIENT_DATA), List.of(ID), pin, deadline);
  }

  private TokenOperation<RegistrationOutcome> register() {
    return token.register(
        new RegistrationRequest(
            "approvals.example.com",
            "Approvals",
            new RegistrationRequest.User(Bytes.utf8("kim"), "kim", "Kim Example"),
            false,
            Bytes.utf8(CLIENT_DATA),
            List.of(Bytes.of(new byte[] {8})),
            Optional.empty(),
            PLENTY),
        any -> {});
  }

  private static <T> T get(TokenOperation<T> operation) {
    return operation.result().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
