package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.proof.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SavingTest {

  @Test
  @DisplayName(
      "restored keys have the same root, names, credentials, PIN and a counter that goes on")
  void restored() {
    try (DemoDesk desk = new DemoDesk()) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      int before = counter(desk.sign(RIGHT_PIN, credential));

      DemoKeySet restored = DemoKeySet.restore(desk.set.save());
      DemoKey key = restored.keys().getFirst();
      key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      key.plug();

      assertThat(restored.attestationRoot()).isEqualTo(desk.set.attestationRoot());
      assertThat(key.name()).isEqualTo(desk.key.name());
      assertThat(counter(sign(restored, RIGHT_PIN, credential))).isEqualTo(before + 1);
    }
  }

  @Test
  @DisplayName("saving and restoring does not give back the tries for the PIN")
  void triesStayLost() {
    try (DemoDesk desk = new DemoDesk()) {
      Bytes credential = desk.registered().credentialId();
      desk.sign("9999", credential);
      DemoKeySet restored = DemoKeySet.restore(desk.set.save());
      restored.keys().getFirst().plug();

      assertThat(sign(restored, "9999", credential))
          .isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(6)));
    }
  }

  @Test
  @DisplayName("bytes that were not saved by it are refused")
  void refused() {
    try (DemoDesk desk = new DemoDesk()) {
      byte[] saved = desk.set.save();

      assertThatThrownBy(() -> DemoKeySet.restore(Arrays.copyOf(saved, saved.length - 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> DemoKeySet.restore(new byte[] {(byte) 0xa0}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static SignOutcome sign(DemoKeySet set, String digits, Bytes credential) {
    try (var watcher = set.watch()) {
      return get(
          watcher
              .tokens()
              .getFirst()
              .sign(
                  DemoDesk.request(DemoDesk.pin(digits), DemoDesk.PLENTY, credential), any -> {}));
    }
  }

  private static int counter(SignOutcome outcome) {
    SignOutcome.Signed signed = (SignOutcome.Signed) outcome;
    return ByteBuffer.wrap(signed.authenticatorData().toArray()).getInt(33);
  }
}
