package dev.countersign.gateway.enrollment;

import dev.countersign.proof.Bytes;

/**
 * A verified registration.
 *
 * @param cose the credential public key as COSE_Key bytes
 * @param aaguid the model as a lower-case UUID
 */
record Registered(
    Bytes credentialId, Bytes cose, String aaguid, Attestation attestation, long signCount) {}
