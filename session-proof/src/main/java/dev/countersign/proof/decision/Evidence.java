package dev.countersign.proof.decision;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.x509.CardJws;

/**
 * What a token made of {@code C}: the one member of a proof's {@code evidence} ({@code
 * docs/protocol.md} §6). Every kind goes through the same verification steps.
 */
public sealed interface Evidence permits WebAuthnEvidence, X509Evidence {
  /** The member's name on the wire. */
  String name();

  /** The token that this evidence claims to come from. */
  TokenId token();

  /** The member's value. */
  JsonObject json();

  /**
   * Reads the {@code evidence} object of a proof or a step-up.
   *
   * @param jws what a card's JWS must be for
   * @throws RefusedException {@code malformed_proof}, {@code malformed_jws} or {@code
   *     malformed_certificate}
   */
  static Evidence read(ObjectReader evidence, CardJws.Type jws) throws RefusedException {
    Evidence read =
        evidence.has(X509Evidence.NAME)
            ? X509Evidence.read(evidence.reader(X509Evidence.NAME), jws)
            : WebAuthnEvidence.read(evidence.reader(WebAuthnEvidence.NAME));
    evidence.end();
    return read;
  }
}
