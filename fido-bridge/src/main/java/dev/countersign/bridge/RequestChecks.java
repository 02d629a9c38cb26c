package dev.countersign.bridge;

import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.List;

/** What both kinds of request refuse. */
final class RequestChecks {

  private static final int LONGEST_RP_ID = 253; // a DNS name
  private static final int LONGEST_CREDENTIAL_ID = 1023; // WebAuthn §4

  private RequestChecks() {}

  static void rpId(String rpId) {
    if (rpId.isEmpty() || rpId.length() > LONGEST_RP_ID) {
      throw new IllegalArgumentException("a relying party id has 1 to 253 characters");
    }
  }

  static void deadline(Duration deadline) {
    if (!deadline.isPositive()) {
      throw new IllegalArgumentException("a deadline must lie in the future");
    }
  }

  static List<Bytes> credentialIds(List<Bytes> ids) {
    for (Bytes id : ids) {
      if (id.size() == 0 || id.size() > LONGEST_CREDENTIAL_ID) {
        throw new IllegalArgumentException("a credential id has 1 to 1023 bytes");
      }
    }
    return List.copyOf(ids);
  }
}
