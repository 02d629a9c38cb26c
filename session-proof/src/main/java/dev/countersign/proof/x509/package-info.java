/**
 * Evidence of smart cards: compact JWS, strict DER, certificates, their path to configured roots,
 * and revocation by CRL and OCSP. Pure: roots and revocation material are injected.
 */
@NullMarked
package dev.countersign.proof.x509;

import org.jspecify.annotations.NullMarked;
