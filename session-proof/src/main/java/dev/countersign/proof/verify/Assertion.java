package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.WebAuthnEvidence;
import java.io.ByteArrayOutputStream;

/**
 * Step 11 for FIDO2: the assertion is over exactly our client data, for our RP ID, with user
 * presence and verification and nothing else, and signed by the enrolled credential (WebAuthn
 * §7.2).
 */
final class Assertion {
  private static final int AUTHENTICATOR_DATA = 37;
  private static final int FLAGS_AT = 32;
  private static final int COUNTER_AT = 33;
  private static final int USER_PRESENT = 0x01;
  private static final int USER_VERIFIED = 0x04;

  private Assertion() {}

  /**
   * Checks the evidence.
   *
   * @return the authenticator's signature counter, 0 if it keeps none
   */
  static long verify(
      WebAuthnEvidence evidence, Digest challenge, String audience, P256VerifyingKey credential)
      throws RefusedException {
    if (!evidence.clientDataJson().equals(ClientData.get(challenge, audience))) {
      throw new RefusedException(
          RefusalCode.CLIENT_DATA_MISMATCH,
          "the client data is not that of this statement, byte for byte");
    }
    Bytes data = evidence.authenticatorData();
    if (data.size() != AUTHENTICATOR_DATA) {
      throw new RefusedException(
          RefusalCode.MALFORMED_AUTHENTICATOR_DATA, "the authenticator data is not 37 bytes long");
    }
    Digest rpIdHash = Digest.sha256(Bytes.utf8(audience).toArray());
    if (!data.slice(0, FLAGS_AT).equals(rpIdHash.value())) {
      throw new RefusedException(RefusalCode.WRONG_RP_ID, "the assertion is for another RP ID");
    }
    requireFlags(data.at(FLAGS_AT));
    if (!credential.verifiesDer(signed(evidence), evidence.signature().toArray())) {
      throw new RefusedException(
          RefusalCode.BAD_TOKEN_SIGNATURE, "the enrolled credential did not sign this");
    }
    return counter(data);
  }

  private static void requireFlags(int flags) throws RefusedException {
    if ((flags & USER_PRESENT) == 0) {
      throw new RefusedException(RefusalCode.USER_NOT_PRESENT, "nobody touched the token");
    }
    if ((flags & USER_VERIFIED) == 0) {
      throw new RefusedException(
          RefusalCode.USER_NOT_VERIFIED, "the token did not verify its user");
    }
    if (flags != (USER_PRESENT | USER_VERIFIED)) {
      throw new RefusedException(
          RefusalCode.UNEXPECTED_FLAGS,
          "the token set flags of a synced key, extensions or attested data");
    }
  }

  private static byte[] signed(WebAuthnEvidence evidence) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream(AUTHENTICATOR_DATA + Digest.SIZE);
    signed.writeBytes(evidence.authenticatorData().toArray());
    signed.writeBytes(Digest.sha256(evidence.clientDataJson().toArray()).toArray());
    return signed.toByteArray();
  }

  private static long counter(Bytes data) {
    long counter = 0;
    for (int i = COUNTER_AT; i < AUTHENTICATOR_DATA; i++) {
      counter = counter << 8 | data.at(i);
    }
    return counter;
  }
}
