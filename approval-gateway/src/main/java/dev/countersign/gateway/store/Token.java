package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;

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
    long signCount) {}
