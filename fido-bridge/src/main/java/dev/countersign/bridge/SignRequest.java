package dev.countersign.bridge;

import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to sign, and with which credential.
 *
 * @param rpId the relying party id, 1 to 253 characters
 * @param clientDataJson the exact bytes that the token's signature covers through their SHA-256;
 *     nothing is added
 * @param credentialIds the credentials accepted, at least one
 * @param pin wiped when the operation ends; empty to learn whether one is needed
 * @param deadline counted from the call; more than zero
 */
public record SignRequest(
    String rpId,
    Bytes clientDataJson,
    List<Bytes> credentialIds,
    Optional<Pin> pin,
    Duration deadline) {

  /** Refuses what no token could answer. */
  public SignRequest {
    RequestChecks.rpId(rpId);
    RequestChecks.deadline(deadline);
    credentialIds = RequestChecks.credentialIds(credentialIds);
    if (credentialIds.isEmpty()) {
      throw new IllegalArgumentException("at least one credential id is needed");
    }
  }
}
