package dev.countersign.proof.x509;

import java.util.List;

/**
 * Where revocation statements come from: a gateway's files and fetches, or what an examiner was
 * given. What it answers is not trusted; without an answer nothing is accepted.
 */
@FunctionalInterface
public interface RevocationSource {
  /** Knows nothing, so that every card is refused. */
  RevocationSource NONE = (certificate, issuer) -> List.of();

  /** The statements that may be about a certificate; never blocks for long. */
  List<RevocationStatement> about(Certificate certificate, Certificate issuer);
}
