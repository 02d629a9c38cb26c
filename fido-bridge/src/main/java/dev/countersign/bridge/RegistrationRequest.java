package dev.countersign.bridge;

import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A credential to create: ES256, bound to the token, usable only after user verification
 * (credProtect level 3) where the token offers that.
 *
 * @param rpId the relying party id, 1 to 253 characters
 * @param rpName its name for people
 * @param user whose credential it will be
 * @param discoverable whether the key keeps the account with the credential, so that it can be
 *     found without its id; takes one of the key's few slots
 * @param clientDataJson the exact bytes whose SHA-256 the token attests; nothing is added
 * @param excludedIds credentials that must not be on the token yet
 * @param pin wiped when the operation ends; empty to learn whether one is needed
 * @param deadline counted from the call; more than zero
 */
public record RegistrationRequest(
    String rpId,
    String rpName,
    User user,
    boolean discoverable,
    Bytes clientDataJson,
    List<Bytes> excludedIds,
    Optional<Pin> pin,
    Duration deadline) {

  /** Refuses what no token could answer. */
  public RegistrationRequest {
    RequestChecks.rpId(rpId);
    RequestChecks.deadline(deadline);
    excludedIds = RequestChecks.credentialIds(excludedIds);
  }

  /**
   * The account a credential belongs to (WebAuthn §5.4.3).
   *
   * @param id 1 to 64 bytes that name nobody
   * @param name the account
   * @param displayName the person
   */
  public record User(Bytes id, String name, String displayName) {

    /** Refuses a wrong length. */
    public User {
      if (id.size() == 0 || id.size() > 64) {
        throw new IllegalArgumentException("a user id has 1 to 64 bytes");
      }
    }
  }
}
