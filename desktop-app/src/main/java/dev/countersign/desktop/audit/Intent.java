package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import java.util.Set;

/**
 * A decision that is about to be signed (protocol, section 5). Recorded before the token is asked.
 *
 * @param requestSha256 digest of the request, 32 bytes
 * @param displayDigest digest of what was shown, 32 bytes
 * @param decision the word of the statement: one of the three in section 5
 * @param approver id of the person
 * @param deviceJkt thumbprint of the device key
 * @param challengeSha256 digest of the session challenge, 32 bytes
 */
public record Intent(
    Bytes requestSha256,
    Bytes displayDigest,
    String decision,
    String approver,
    String deviceJkt,
    Bytes challengeSha256) {
  private static final Set<String> DECISIONS = Set.of("approve", "deny", "deny_and_revoke");

  public Intent {
    if (!DECISIONS.contains(decision)) {
      throw new IllegalArgumentException("not a decision: " + decision);
    }
    if (requestSha256.size() != 32 || displayDigest.size() != 32 || challengeSha256.size() != 32) {
      throw new IllegalArgumentException("a digest has 32 bytes");
    }
  }
}
