package dev.countersign.gateway.enrollment;

import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificatePath;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which smart cards the organisation takes.
 *
 * @param rules by what certificates are judged, at enrolment and at every decision
 * @param pinPolicies certificate policies by which the issuing authority states that the key asks
 *     for its PIN on every use; a card proves nothing about itself, and what the desk says is a
 *     claim
 * @param export what a trust file says about cards now, with the revocation statements at hand
 */
public record CardPolicy(CardRules rules, Set<String> pinPolicies, Supplier<X509Trust> export) {
  /** Takes no card. */
  public static final CardPolicy NONE =
      new CardPolicy(CardRules.NONE, Set.of(), () -> X509Trust.NONE);

  public CardPolicy {
    pinPolicies = Set.copyOf(pinPolicies);
  }

  /** Whether the certificate proves that the key asks for its PIN on every use. */
  boolean provesPin(List<Certificate> chain) {
    return CertificatePath.hasPolicyOf(chain, pinPolicies);
  }
}
