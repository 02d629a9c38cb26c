package dev.countersign.gateway.enrollment;

import dev.countersign.proof.verify.Credential;

/**
 * A verified registration.
 *
 * @param attestation what a FIDO2 key's was worth; {@code NONE} for a card
 * @param pinClaimed the desk's claim that a card's key asks for its PIN on every use
 */
record Registered(
    Credential credential, Attestation attestation, long signCount, boolean pinClaimed) {}
