package dev.countersign.bridge.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.Pin;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A PIN on its way to a card")
class PinBytesTest {

  private static PinBytes bytes(String pin) {
    return PinBytes.of(Pin.takeOver(pin.toCharArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456", "\u00fcber€uro", "\ud83d\udd11\ud83d\udd11", ""})
  @DisplayName("is sent as UTF-8, whatever its characters")
  void utf8(String pin) {
    try (PinBytes bytes = bytes(pin)) {
      assertThat(bytes.canBeSent()).isTrue();
      assertThat(bytes.utf8()).isEqualTo(pin.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  @DisplayName("is not sent when it is longer than 255 bytes: cut short, it would cost a try")
  void tooLong() {
    assertThat(bytes("1".repeat(255)).canBeSent()).isTrue();
    assertThat(bytes("1".repeat(256)).canBeSent()).isFalse();
    assertThat(bytes("€".repeat(85)).canBeSent()).isTrue();
    assertThat(bytes("€".repeat(86)).canBeSent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234\ud83d", "\udd111234", "12\ud83d34"})
  @DisplayName("is not sent when half a character is in it")
  void noText(String pin) {
    assertThat(bytes(pin).canBeSent()).isFalse();
  }

  @Test
  @DisplayName("is wiped when it is closed")
  void wiped() {
    PinBytes bytes = bytes("123456");
    bytes.close();
    assertThat(bytes.utf8()).containsOnly(0);
  }
}
