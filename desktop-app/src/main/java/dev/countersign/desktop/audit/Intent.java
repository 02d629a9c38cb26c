package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.Decision;
import java.util.Arrays;

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
  public Intent {
    if (requestSha256.size() != 32 || displayDigest.size() != 32 || challengeSha256.size() != 32) {
      throw new IllegalArgumentException("a digest has 32 bytes");
    }
    wordOf(decision);
  }

  /** The decision as the statement's type. */
  Decision word() {
    return wordOf(decision);
  }

  private static Decision wordOf(String decision) {
    return Arrays.stream(Decision.values())
        .filter(word -> word.wire().equals(decision))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a decision: " + decision));
  }
}
