/**
 * Digests, the DSSE pre-authentication encoding, and the two signature algorithms of the protocol.
 */
@NullMarked
package dev.countersign.proof.crypto;

import org.jspecify.annotations.NullMarked;
