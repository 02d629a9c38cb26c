package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.DescribeOutcome;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.demo.DemoKeyModel.Attestation;
import dev.countersign.bridge.demo.DemoKeyModel.Generation;
import dev.countersign.proof.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes and generations of keys, from the same client. */
class KeyKindsTest {

  private static final byte PRESENT_AND_VERIFIED = 0x05;

  @ParameterizedTest(name = "{0}")
  @DisplayName("S0.10 D3 every FIDO2 generation registers and signs with touch and PIN")
  @EnumSource(value = Generation.class, names = "U2F", mode = EnumSource.Mode.EXCLUDE)
  void generations(Generation generation) {
    try (DemoDesk desk =
        new DemoDesk(DemoKeyModel.standard().withAlwaysUv(false).with(generation))) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      DemoFaultScript counting = DemoFaultScript.empty();
      desk.key.script(counting);

      assertThat(flags(desk.sign(RIGHT_PIN, credential))).isEqualTo(PRESENT_AND_VERIFIED);
      assertThat(counting.commands())
          .as("getInfo, key agreement, PIN token, one getAssertion")
          .isEqualTo(4);
      assertThat(details(desk).pin().triesLeft()).isEqualTo(OptionalInt.of(8));
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("every form of attestation is conveyed as the key gave it")
  @EnumSource(Attestation.class)
  void attestations(Attestation attestation) {
    try (DemoDesk desk = new DemoDesk(DemoKeyModel.standard().with(attestation))) {
      String format = attestation == Attestation.NONE ? "none" : "packed";

      assertThat(
              new String(
                  desk.registered().attestationObject().toArray(), StandardCharsets.ISO_8859_1))
          .contains("fmt")
          .contains(format);
    }
  }

  @Test
  @DisplayName("S0.10 a key that knows only U2F is told apart and refused for approvals")
  void u2fOnly() {
    try (DemoDesk desk = new DemoDesk(DemoKeyModel.standard().with(Generation.U2F))) {
      TokenFailure expected =
          new TokenFailure.Unusable(
              Reason.U2F_ONLY,
              "This key knows only U2F; approvals need a FIDO2 key that verifies its user.");

      assertThat(desk.sign(RIGHT_PIN, Bytes.of(new byte[32]))).isEqualTo(expected);
      assertThat(get(desk.token().describe(PLENTY))).isEqualTo(expected);
      assertThat(get(desk.token().awaitTouch(PLENTY, any -> {}))).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("S0.10 a key with a fingerprint sensor signs without its PIN")
  void fingerprint() {
    try (DemoDesk desk = new DemoDesk(DemoKeyModel.standard().withFingerprint())) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

      SignOutcome outcome =
          get(desk.token().sign(DemoDesk.request(Optional.empty(), PLENTY, credential), any -> {}));

      assertThat(flags(outcome)).isEqualTo(PRESENT_AND_VERIFIED);
      assertThat(details(desk).fingerprint()).isTrue();
    }
  }

  @Test
  @DisplayName("S0.10 a CTAP 2.0 key verifies its owner itself, by the option uv and no PIN token")
  void builtInVerificationWithoutTokens() {
    try (DemoDesk desk = new DemoDesk(oldKeyWithSensor())) {
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      DemoFaultScript counting = DemoFaultScript.empty();
      desk.key.script(counting);

      var registered =
          (RegistrationOutcome.Registered)
              get(desk.token().register(DemoDesk.registration(Optional.empty()), any -> {}));
      assertThat(counting.commands()).as("getInfo, one makeCredential").isEqualTo(2);

      SignOutcome outcome = signWithoutPin(desk, registered.credentialId());
      assertThat(flags(outcome)).isEqualTo(PRESENT_AND_VERIFIED);
      assertThat(counting.commands()).as("and getInfo, one getAssertion").isEqualTo(4);
    }
  }

  @ParameterizedTest(name = "CTAP status {0}")
  @DisplayName("S0.10 a CTAP 2.0 key that does not know the finger signs nothing; its PIN is asked")
  @ValueSource(ints = {0x36, 0x3c, 0x3f})
  void wrongFingerOnOldKey(int status) {
    try (DemoDesk desk = new DemoDesk(oldKeyWithSensor())) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      desk.key.script(DemoFaultScript.at(2, new ScriptedFault.Status(status)));

      assertThat(signWithoutPin(desk, credential)).isEqualTo(new TokenFailure.PinRequired());
      assertThat(flags(desk.sign(RIGHT_PIN, credential))).isEqualTo(PRESENT_AND_VERIFIED);
    }
  }

  @Test
  @DisplayName("S0.10 a wrong finger on a CTAP 2.0 key never becomes an unverified signature")
  void wrongFingerIsNoConsent() {
    try (DemoDesk desk = new DemoDesk(oldKeyWithSensor())) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      desk.key.finger(DemoFinger.WRONG);

      assertThat(signWithoutPin(desk, credential)).isEqualTo(new TokenFailure.PinRequired());
    }
  }

  @Test
  @DisplayName("S0.10 after wrong fingers the key wants its PIN, which works and gives tries back")
  void fallBackToPin() {
    try (DemoDesk desk = new DemoDesk(DemoKeyModel.standard().withFingerprint())) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      desk.key.finger(DemoFinger.WRONG);

      SignOutcome outcome =
          get(
              desk.token()
                  .sign(
                      DemoDesk.request(Optional.empty(), PLENTY, credential), desk.progress::add));

      assertThat(outcome).isEqualTo(new TokenFailure.PinRequired());
      assertThat(desk.progress).contains(TokenProgress.FINGER_NOT_RECOGNISED);
      assertThat(desk.key.fingerTriesLeft()).isZero();
      assertThat(flags(desk.sign(RIGHT_PIN, credential))).isEqualTo(PRESENT_AND_VERIFIED);
      assertThat(desk.key.fingerTriesLeft()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("a discoverable credential takes a slot, and a key without one says it is full")
  void slots() {
    try (DemoDesk desk = new DemoDesk(DemoKeyModel.standard().withSlots(1))) {
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

      assertThat(discoverable(desk, 1)).isInstanceOf(RegistrationOutcome.Registered.class);
      assertThat(details(desk).slotsLeft()).isEqualTo(OptionalInt.of(0));
      assertThat(discoverable(desk, 2))
          .isEqualTo(
              new TokenFailure.Unusable(
                  Reason.NOT_SUPPORTED, "The key has no room for another credential."));
    }
  }

  @Test
  @DisplayName("of several credentials the enrolled one signs; a key without it says so")
  void severalCredentials() {
    try (DemoDesk desk = new DemoDesk()) {
      Bytes first = desk.registered().credentialId();
      Bytes second = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

      assertThat(((SignOutcome.Signed) desk.sign(RIGHT_PIN, first)).credentialId())
          .isEqualTo(first);
      assertThat(((SignOutcome.Signed) desk.sign(RIGHT_PIN, second)).credentialId())
          .isEqualTo(second);
      assertThat(desk.sign(RIGHT_PIN, Bytes.of(new byte[32])))
          .isEqualTo(new SignOutcome.NotThisKey());
    }
  }

  private static DemoKeyModel oldKeyWithSensor() {
    return DemoKeyModel.standard().withAlwaysUv(false).with(Generation.CTAP2_0).withFingerprint();
  }

  private static SignOutcome signWithoutPin(DemoDesk desk, Bytes credential) {
    return get(
        desk.token().sign(DemoDesk.request(Optional.empty(), PLENTY, credential), any -> {}));
  }

  private static RegistrationOutcome discoverable(DemoDesk desk, int user) {
    return get(
        desk.token()
            .register(
                new RegistrationRequest(
                    DemoDesk.RP_ID,
                    "Approvals",
                    new RegistrationRequest.User(
                        Bytes.of(new byte[] {(byte) user}), "kim", "Kim Example"),
                    true,
                    DemoDesk.CLIENT_DATA,
                    List.of(),
                    DemoDesk.pin(RIGHT_PIN),
                    PLENTY),
                any -> {}));
  }

  private static byte flags(SignOutcome outcome) {
    assertThat(outcome).isInstanceOf(SignOutcome.Signed.class);
    return ((SignOutcome.Signed) outcome).authenticatorData().toArray()[32];
  }

  private static TokenDetails details(DemoDesk desk) {
    return ((DescribeOutcome.Described) get(desk.token().describe(PLENTY))).details();
  }
}
