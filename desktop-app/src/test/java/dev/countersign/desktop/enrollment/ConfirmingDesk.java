package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.Token;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestKeys;
import java.net.URI;
import java.util.List;

/** What a confirmation is asked at: an enrolment, and what is attached. */
final class ConfirmingDesk {
  private ConfirmingDesk() {}

  static EnrolmentPins pins(EnrolledCredential... enrolled) {
    return new EnrolmentPins(
        URI.create("https://gateway.example.com"),
        Fixture.gatewayKeys(),
        Fixture.AUDIENCE,
        false,
        new EnrolmentPins.Witness(
            "gateway.example.com/witness", TestKeys.ed25519("witness").publicKey()),
        Fixture.APPROVER,
        List.of(enrolled));
  }

  /** Looks at the lists whenever it is asked. */
  static TokenPort attached(List<Token> keys, List<Card> cards) {
    return new TokenPort() {
      @Override
      public List<Token> attached() {
        return List.copyOf(keys);
      }

      @Override
      public List<Card> cards() {
        return List.copyOf(cards);
      }
    };
  }
}
