package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.WebAuthnEvidence;

/**
 * One assertion for an independent WebAuthn verifier.
 *
 * @param challenge {@code C}
 * @param audience the RP ID
 * @param cose the credential public key, COSE_Key
 */
public record PeerCase(Digest challenge, String audience, Bytes cose, WebAuthnEvidence evidence) {}
