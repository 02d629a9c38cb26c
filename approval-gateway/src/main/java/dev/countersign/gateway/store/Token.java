package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.verify.Credential;
import java.util.Optional;

/**
 * An enrolled FIDO2 credential.
 *
 * @param cose the public key as a COSE_Key (RFC 9052)
 * @param aaguid the authenticator model as a lower-case UUID
 * @param name what its owner calls it
 * @param demo whether it is the demo's software key, which only a demo gateway takes
 * @param signCount the last counter value seen, 0 if the token does not count
 */
public record Token(
    Bytes credentialId,
    String approver,
    Bytes cose,
    String aaguid,
    String name,
    boolean demo,
    Standing standing,
    long signCount) {

  /**
   * What a verification needs of it, with its key decoded. Empty for a key in a form that no
   * enrolment takes: such a token is none.
   */
  public Optional<Credential> credential() {
    try {
      return Optional.of(
          new Credential.Fido2(
              credentialId, CoseKey.read(cose, RefusalCode.UNKNOWN_TOKEN), aaguid));
    } catch (RefusedException foreign) {
      return Optional.empty();
    }
  }
}
