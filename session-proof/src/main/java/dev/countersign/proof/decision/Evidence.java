package dev.countersign.proof.decision;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;

/**
 * What a token made of {@code C}: the one member of a proof's {@code evidence} ({@code
 * docs/protocol.md} §6). Every kind goes through the same verification steps.
 */
public sealed interface Evidence permits WebAuthnEvidence {
  /** The member's name on the wire. */
  String name();

  /** The token that this evidence claims to come from. */
  TokenId token();

  /** The member's value. */
  JsonObject json();

  /**
   * Reads the {@code evidence} object of a proof.
   *
   * @throws RefusedException {@code malformed_proof} or {@code unsupported_evidence}
   */
  static Evidence read(ObjectReader evidence) throws RefusedException {
    if (evidence.has("x509")) {
      throw new RefusedException(
          RefusalCode.UNSUPPORTED_EVIDENCE, "x509 evidence is not supported by this version");
    }
    Evidence read = WebAuthnEvidence.read(evidence.reader(WebAuthnEvidence.NAME));
    evidence.end();
    return read;
  }
}
