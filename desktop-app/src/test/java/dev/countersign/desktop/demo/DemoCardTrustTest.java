package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.Certificate;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The demo's gateway")
class DemoCardTrustTest {
  private final Clock clock = Clock.systemUTC();
  private final DemoCardAuthority authority = DemoCardAuthority.create(clock);
  private final CardRules rules = new DemoCardTrust(authority).policy().rules();

  private static Certificate card(DemoCardAuthority by) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    PublicKey key = generator.generateKeyPair().getPublic();
    return Certificate.parse(Bytes.of(by.issue(by.usual("Alex Morgan", key, true))));
  }

  private void require(Certificate card) throws RefusedException {
    rules.require(List.of(card), clock.instant().getEpochSecond());
  }

  @Test
  @DisplayName("D3 takes a card of its own authority, until that revokes it")
  void own() throws Exception {
    Certificate card = card(authority);
    require(card);
    authority.revoke(card.serial());

    assertThatThrownBy(() -> require(card)).isInstanceOf(RefusedException.class);
  }

  @Test
  @DisplayName("D3 S0.5 takes no card of another authority of the same name")
  void foreign() throws Exception {
    Certificate card = card(DemoCardAuthority.create(clock));

    assertThatThrownBy(() -> require(card)).isInstanceOf(RefusedException.class);
  }
}
