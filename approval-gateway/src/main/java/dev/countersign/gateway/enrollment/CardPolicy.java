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
 * @param possessionTypes types of details that a card without that proof may approve, with a
 *     receipt that says so; no other type
 * @param export what a trust file says about cards now, with the revocation statements at hand
 * @param troubles which sources of revocation statements give none that counts
 */
public record CardPolicy(
    CardRules rules,
    Set<String> pinPolicies,
    Set<String> possessionTypes,
    Supplier<X509Trust> export,
    Supplier<List<RevocationTrouble>> troubles) {
  /** Takes no card. */
  public static final CardPolicy NONE =
      new CardPolicy(CardRules.NONE, Set.of(), () -> X509Trust.NONE);

  public CardPolicy {
    pinPolicies = Set.copyOf(pinPolicies);
    possessionTypes = Set.copyOf(possessionTypes);
  }

  /** One for which possession alone is nothing, and nobody watches the sources. */
  public CardPolicy(CardRules rules, Set<String> pinPolicies, Supplier<X509Trust> export) {
    this(rules, pinPolicies, Set.of(), export, List::of);
  }

  /** The same, with types that a card may approve that proves possession only. */
  public CardPolicy withPossession(Set<String> types) {
    return new CardPolicy(rules, pinPolicies, types, export, troubles);
  }

  /** The same, with somebody who watches the sources. */
  public CardPolicy withTroubles(Supplier<List<RevocationTrouble>> other) {
    return new CardPolicy(rules, pinPolicies, possessionTypes, export, other);
  }

  /** Whether the certificate proves that the key asks for its PIN on every use. */
  boolean provesPin(List<Certificate> chain) {
    return CertificatePath.hasPolicyOf(chain, pinPolicies);
  }
}
