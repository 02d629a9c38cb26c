package dev.countersign.gateway.enrollment;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.enrollment.EnrolmentService.Made;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import java.time.Clock;

/** Verifies what a token made to be enrolled, by code or by step-up alike. */
final class NewToken {
  private final CredentialRegistration credentials;
  private final CardRegistration cards;
  private final Clock clock;

  NewToken(
      GatewayIdentity identity,
      DirectoryStore directory,
      AttestationTrust trust,
      CardPolicy cards,
      Clock clock) {
    if (identity.demo() != trust.demo()) {
      throw new IllegalArgumentException("demo trust belongs to a demo gateway and to no other");
    }
    this.credentials = new CredentialRegistration(identity.audience(), trust, directory, clock);
    this.cards = new CardRegistration(identity.issuer(), identity.audience(), cards);
    this.clock = clock;
  }

  /**
   * Checks a registration.
   *
   * @param challenge that the gateway drew for it
   * @param userId that the gateway gave a FIDO2 key
   * @param deviceJkt the device that asks
   * @throws RefusedException with the code of the first check that fails
   */
  Registered verify(Bytes challenge, Bytes userId, String deviceJkt, Made made)
      throws RefusedException {
    return switch (made) {
      case Made.Fido2(Bytes clientData, Bytes attestation) ->
          credentials.verify(challenge, userId, clientData, attestation);
      case Made.Card(String jws, boolean pinClaimed) ->
          new Registered(
              cards.verify(challenge, deviceJkt, jws, clock.instant().getEpochSecond()),
              Attestation.NONE,
              0,
              pinClaimed);
    };
  }
}
