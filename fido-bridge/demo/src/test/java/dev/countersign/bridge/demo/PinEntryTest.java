package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.proof.Bytes;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PinEntryTest {

  private static final String WRONG_PIN = "9999";

  private final DemoDesk desk = new DemoDesk();
  private final Bytes credential = desk.registered().credentialId();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  @DisplayName("a wrong PIN is reported with the tries left")
  void wrong() {
    assertThat(desk.sign(WRONG_PIN, credential))
        .isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(7)));
    assertThat(desk.sign(WRONG_PIN, credential))
        .isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(6)));
  }

  @Test
  @DisplayName("the right PIN gives back all tries")
  void rightResets() {
    desk.sign(WRONG_PIN, credential);
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

    assertThat(desk.sign(RIGHT_PIN, credential)).isInstanceOf(SignOutcome.Signed.class);
    assertThat(desk.key.pinTriesLeft()).isEqualTo(8);
  }

  @Test
  @DisplayName("after three wrong PINs in a row the key takes none, not even the right one")
  void blocked() {
    desk.sign(WRONG_PIN, credential);
    desk.sign(WRONG_PIN, credential);

    assertThat(desk.sign(WRONG_PIN, credential)).isEqualTo(new TokenFailure.PinBlocked());
    assertThat(desk.sign(RIGHT_PIN, credential)).isEqualTo(new TokenFailure.PinBlocked());
    assertThat(desk.key.pinTriesLeft()).isEqualTo(5);
  }

  @Test
  @DisplayName("a blocked key takes its PIN again after it was pulled out and put back")
  void unblocked() {
    for (int i = 0; i < 3; i++) {
      desk.sign(WRONG_PIN, credential);
    }
    replug();
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

    assertThat(desk.sign(RIGHT_PIN, credential)).isInstanceOf(SignOutcome.Signed.class);
  }

  @Test
  @DisplayName(
      "after eight wrong PINs the key is locked, also after it was pulled out and put back")
  void locked() {
    for (int i = 0; i < 7; i++) {
      if (desk.sign(WRONG_PIN, credential) instanceof TokenFailure.PinBlocked) {
        replug();
      }
    }
    assertThat(desk.sign(WRONG_PIN, credential)).isEqualTo(new TokenFailure.PinLocked());
    replug();
    assertThat(desk.sign(RIGHT_PIN, credential)).isEqualTo(new TokenFailure.PinLocked());
  }

  @Test
  @DisplayName("a key without PIN is reported as such")
  void noPinSet() {
    DemoKey fresh = desk.set.addKey("fresh");
    fresh.plug();
    await().until(() -> desk.watcher.tokens().size() == 2);

    var outcome =
        get(
            desk.watcher
                .tokens()
                .get(1)
                .sign(DemoDesk.request(DemoDesk.pin(RIGHT_PIN), PLENTY, credential), any -> {}));

    assertThat(outcome).isEqualTo(new TokenFailure.NoPinSet());
  }

  @Test
  @DisplayName("without a PIN the outcome says that one is required, and no try is lost")
  void required() {
    var outcome =
        get(desk.token().sign(DemoDesk.request(Optional.empty(), PLENTY, credential), any -> {}));

    assertThat(outcome).isEqualTo(new TokenFailure.PinRequired());
    assertThat(desk.key.pinTriesLeft()).isEqualTo(8);
  }

  @Test
  @DisplayName("a PIN too short or too long to be one is wrong and costs no try")
  void impossible() {
    assertThat(desk.sign("123", credential))
        .isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(8)));
    assertThat(desk.sign("1".repeat(64), credential))
        .isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(8)));
    assertThat(desk.key.pinTriesLeft()).isEqualTo(8);
  }

  @Test
  @DisplayName("the PIN's array holds only zeros after success and after failure")
  void wiped() {
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    char[] right = RIGHT_PIN.toCharArray();
    char[] wrong = WRONG_PIN.toCharArray();

    get(desk.token().sign(withPin(right), any -> {}));
    get(desk.token().sign(withPin(wrong), any -> {}));

    assertThat(right).containsOnly('\0');
    assertThat(wrong).containsOnly('\0');
  }

  @Test
  @DisplayName("a demo key takes no PIN of less than four characters")
  void tooShortToPreset() {
    assertThatThrownBy(() -> desk.key.presetPin("123".toCharArray()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("123");
  }

  @Test
  @DisplayName("no request and no outcome prints the PIN")
  void notPrinted() {
    String secret = "48151623";
    SignRequest request = DemoDesk.request(DemoDesk.pin(secret), PLENTY, credential);

    assertThat(request.toString()).doesNotContain(secret);
    assertThat(get(desk.token().sign(request, any -> {})).toString()).doesNotContain(secret);
    assertThat(DemoDesk.registration(DemoDesk.pin(secret)).toString()).doesNotContain(secret);
  }

  private SignRequest withPin(char[] chars) {
    return DemoDesk.request(Optional.of(Pin.takeOver(chars)), PLENTY, credential);
  }

  private void replug() {
    TokenId before = desk.token().info().id();
    desk.key.unplug();
    desk.key.plug();
    await()
        .until(() ->
            desk.watcher.tokens().stream().anyMatch(token -> !token.info().id().equals(before)));
  }
}
