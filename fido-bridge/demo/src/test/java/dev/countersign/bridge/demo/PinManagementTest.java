package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.DescribeOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.PinChangeOutcome;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinManagementTest {

  @ParameterizedTest(name = "PIN protocol {0}")
  @DisplayName("a first PIN is set, changed, and proves its owner afterwards")
  @ValueSource(ints = {1, 2})
  void setAndChange(int protocol) {
    try (DemoDesk desk =
        new DemoDesk(DemoKeyModel.standard().withPinProtocols(List.of(protocol)))) {
      desk.key.clearPin();
      assertThat(change(desk, Optional.empty(), "first PIN äöü"))
          .isEqualTo(new PinChangeOutcome.Changed());
      assertThat(change(desk, Optional.of("first PIN äöü"), RIGHT_PIN))
          .isEqualTo(new PinChangeOutcome.Changed());

      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      assertThat(desk.sign(RIGHT_PIN, credential)).isInstanceOf(SignOutcome.Signed.class);
      assertThat(details(desk.token()).pin().protocols()).containsExactly(protocol);
    }
  }

  @Test
  @DisplayName("a PIN with fewer characters than the key wants is refused with that number")
  void tooShort() {
    try (DemoDesk desk = new DemoDesk()) {
      assertThat(change(desk, Optional.of(RIGHT_PIN), "12😀"))
          .isEqualTo(new PinChangeOutcome.NotAccepted(4));
      assertThat(change(desk, Optional.of(RIGHT_PIN), "x".repeat(64)))
          .isEqualTo(new PinChangeOutcome.NotAccepted(4));
      desk.key.requirePinOfAtLeast(8);
      assertThat(details(desk.token()).pin().fewestCharacters()).isEqualTo(8);
      assertThat(change(desk, Optional.of(RIGHT_PIN), "1234567"))
          .isEqualTo(new PinChangeOutcome.NotAccepted(8));
      assertThat(change(desk, Optional.of(RIGHT_PIN), "12345678"))
          .isEqualTo(new PinChangeOutcome.Changed());
    }
  }

  @Test
  @DisplayName("a key whose PIN must be changed signs nothing until it was")
  void forcedChange() {
    try (DemoDesk desk = new DemoDesk()) {
      Bytes credential = desk.registered().credentialId();
      desk.key.requirePinOfAtLeast(6);

      assertThat(desk.sign(RIGHT_PIN, credential))
          .isInstanceOfSatisfying(
              TokenFailure.Unusable.class,
              why -> assertThat(why.reason()).isEqualTo(TokenFailure.Reason.PIN_CHANGE_NEEDED));
      assertThat(details(desk.token()).readyForApprovals()).isFalse();
      change(desk, Optional.of(RIGHT_PIN), "654321");
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      assertThat(desk.sign("654321", credential)).isInstanceOf(SignOutcome.Signed.class);
    }
  }

  @Test
  @DisplayName("a wrong current PIN costs a try, says how many are left, and changes nothing")
  void wrongCurrent() {
    try (DemoDesk desk = new DemoDesk()) {
      assertThat(change(desk, Optional.of("9999"), "4711"))
          .isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(7)));
      assertThat(change(desk, Optional.of("9999"), "4711"))
          .isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(6)));
      assertThat(change(desk, Optional.of("9999"), "4711"))
          .isEqualTo(new TokenFailure.PinBlocked());
      assertThat(change(desk, Optional.of(RIGHT_PIN), "4711"))
          .isEqualTo(new TokenFailure.PinBlocked());
    }
  }

  @Test
  @DisplayName("setting a first PIN where one is set, or changing one that is not, is refused")
  void wrongKind() {
    try (DemoDesk desk = new DemoDesk()) {
      assertThat(change(desk, Optional.empty(), "4711")).isEqualTo(new TokenFailure.PinRequired());
      desk.key.clearPin();
      assertThat(change(desk, Optional.of(RIGHT_PIN), "4711"))
          .isEqualTo(new TokenFailure.NoPinSet());
    }
  }

  @Test
  @DisplayName("both PINs' arrays hold only zeros afterwards, whatever the outcome")
  void wiped() {
    try (DemoDesk desk = new DemoDesk()) {
      char[] current = "9999".toCharArray();
      char[] fresh = "4711".toCharArray();
      get(
          desk.token()
              .changePin(
                  new PinChange(Optional.of(Pin.takeOver(current)), Pin.takeOver(fresh), PLENTY)));

      assertThat(current).containsOnly('\0');
      assertThat(fresh).containsOnly('\0');
    }
  }

  private static PinChangeOutcome change(DemoDesk desk, Optional<String> current, String fresh) {
    return get(
        desk.token()
            .changePin(
                new PinChange(
                    current.map(text -> Pin.takeOver(text.toCharArray())),
                    Pin.takeOver(fresh.toCharArray()),
                    PLENTY)));
  }

  private static TokenDetails details(Token token) {
    return ((DescribeOutcome.Described) get(token.describe(PLENTY))).details();
  }
}
