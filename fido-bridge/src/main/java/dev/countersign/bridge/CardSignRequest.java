package dev.countersign.bridge;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.x509.JwsAlgorithm;
import java.time.Duration;
import java.util.Optional;

/**
 * What to sign, and with the key of which certificate.
 *
 * @param leaf SHA-256 of the certificate, DER ({@code x5t#S256}); the one enrolled
 * @param algorithm the one of the certificate's key
 * @param signingInput what a JWS signs (RFC 7515 §5.1); hashed before it goes to the card
 * @param pin wiped when the operation ends; empty to learn whether one is needed. Not used, and
 *     wiped, when the reader has a PIN pad
 * @param deadline counted from the call; more than zero
 */
public record CardSignRequest(
    Digest leaf, JwsAlgorithm algorithm, Bytes signingInput, Optional<Pin> pin, Duration deadline) {

  /** Refuses what no card could answer. */
  public CardSignRequest {
    RequestChecks.deadline(deadline);
    if (signingInput.size() == 0) {
      throw new IllegalArgumentException("there is nothing to sign");
    }
  }
}
