package dev.countersign.bridge.demo.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardCertificate.PinUse;
import dev.countersign.bridge.TokenFailure;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third module, independent of the others: keys in a TPM. */
@DisplayName("A token of tpm2-pkcs11")
class Tpm2Pkcs11IT {

  private static final String PIN = "123456";

  @TempDir private Path folder;

  @Test
  @DisplayName("signs with ES256 for the right PIN, and refuses a wrong one")
  void signs() throws Exception {
    DemoCardAuthority authority = DemoCardAuthority.create(Clock.systemUTC());
    try (SoftTpm tpm = SoftTpm.start(folder)) {
      PublicKey key = tpm.initialise("tpm", PIN);
      tpm.addCertificate("tpm", PIN, authority.issue(authority.usual("Alex", key, false)));
      try (WatchedCards cards = new WatchedCards(tpm.module())) {
        Card card = cards.card("tpm");
        CardCertificate with = WatchedCards.listed(card).certificates().getFirst();

        assertThat(with.pinUse()).isNotEqualTo(PinUse.EVERY_USE);
        assertThat(WatchedCards.sign(card, with, "654321"))
            .isInstanceOf(TokenFailure.WrongPin.class);
        assertThat(
                WatchedCards.assertSigned(WatchedCards.sign(card, with, PIN), with).pinOnEveryUse())
            .isFalse();
      }
    }
  }
}
