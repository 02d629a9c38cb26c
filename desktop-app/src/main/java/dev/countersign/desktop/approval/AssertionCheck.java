package dev.countersign.desktop.approval;

import dev.countersign.bridge.SignOutcome.Signed;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at an assertion before it is sent: a token that signs something else is noticed here and
 * not only by the gateway ({@code docs/protocol.md} §6).
 */
public final class AssertionCheck {
  private static final int SIZE = 37;
  private static final int FLAGS = 32;
  private static final int USER_PRESENT_AND_VERIFIED = 0x05;

  private AssertionCheck() {}

  /**
   * Whether one of these keys signed exactly this, for this audience, and verified its user.
   *
   * @param audience the RP ID
   */
  public static boolean passes(
      Signed signed, List<FidoCredential> keys, String audience, Bytes clientData) {
    byte[] data = signed.authenticatorData().toArray();
    if (data.length != SIZE || data[FLAGS] != USER_PRESENT_AND_VERIFIED) {
      return false;
    }
    byte[] rpId = Digest.sha256(Bytes.utf8(audience).toArray()).toArray();
    byte[] message = Arrays.copyOf(data, SIZE + Digest.SIZE);
    byte[] hash = Digest.sha256(clientData.toArray()).toArray();
    System.arraycopy(hash, 0, message, SIZE, Digest.SIZE);
    return Arrays.equals(rpId, 0, Digest.SIZE, data, 0, Digest.SIZE)
        && keys.stream()
            .filter(key -> key.id().equals(signed.credentialId()))
            .anyMatch(key -> key.key().verifiesDer(message, signed.signature().toArray()));
  }
}
