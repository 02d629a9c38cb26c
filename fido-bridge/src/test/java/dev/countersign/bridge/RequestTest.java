package dev.countersign.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestTest {

  private static final Bytes ID = Bytes.of(new byte[] {1});
  private static final Bytes DATA = Bytes.of(new byte[] {'{', '}'});
  private static final Duration SOON = Duration.ofSeconds(1);

  @Test
  @DisplayName(
      "a request without credential, with an id of no length or more than 1023 bytes is refused")
  void credentialIds() {
    assertRefused("example.com", List.of(), SOON);
    assertRefused("example.com", List.of(Bytes.of(new byte[0])), SOON);
    assertRefused("example.com", List.of(Bytes.of(new byte[1024])), SOON);
  }

  @Test
  @DisplayName(
      "a request with a relying party id of no length or more than 253 characters is refused")
  void rpId() {
    assertRefused("", List.of(ID), SOON);
    assertRefused("x".repeat(254), List.of(ID), SOON);
  }

  @Test
  @DisplayName("a request whose deadline has passed is refused")
  void deadline() {
    assertRefused("example.com", List.of(ID), Duration.ZERO);
    assertRefused("example.com", List.of(ID), Duration.ofMillis(-1));
  }

  @Test
  @DisplayName("a user id of no length or more than 64 bytes is refused")
  void userId() {
    for (int length : new int[] {0, 65}) {
      assertThatThrownBy(
              () -> new RegistrationRequest.User(Bytes.of(new byte[length]), "kim", "Kim"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("a PIN is wiped by closing it, cannot be used afterwards and never printed")
  void pin() {
    char[] chars = "48151623".toCharArray();
    Pin pin = Pin.takeOver(chars);
    assertThat(pin.toString()).isEqualTo("Pin");
    pin.close();

    assertThat(chars).containsOnly('\0');
    assertThatThrownBy(pin::chars).isInstanceOf(IllegalStateException.class);
  }

  private static void assertRefused(String rpId, List<Bytes> ids, Duration deadline) {
    assertThatThrownBy(() -> new SignRequest(rpId, DATA, ids, Optional.empty(), deadline))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
