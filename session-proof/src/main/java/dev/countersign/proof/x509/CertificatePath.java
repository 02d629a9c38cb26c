package dev.countersign.proof.x509;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A chain that ends in a configured root by the rules of {@code docs/protocol.md} §6. Possession is
 * evidence: only {@link #verify} makes one.
 */
public final class CertificatePath {
  private final List<Certificate> certificates;

  private CertificatePath(List<Certificate> certificates) {
    this.certificates = List.copyOf(certificates);
  }

  /**
   * Checks path, purpose and validity, in this order; revocation is {@link Revocation}'s.
   *
   * @param chain the leaf first, then each one's issuer; without the root
   * @param time the moment to judge at, Unix seconds
   * @throws RefusedException {@code certificate_not_trusted}, {@code certificate_not_allowed},
   *     {@code certificate_not_yet_valid} or {@code certificate_expired}
   */
  public static CertificatePath verify(List<Certificate> chain, CertificateTrust trust, long time)
      throws RefusedException {
    List<Certificate> path = new ArrayList<>(chain);
    path.add(anchor(chain, trust));
    for (int i = 0; i < chain.size(); i++) {
      requireIssued(path.get(i), path.get(i + 1));
    }
    for (int i = 1; i < path.size(); i++) {
      requireAuthority(path.get(i), path.subList(0, i));
    }
    requireApprovalPurpose(chain, trust);
    for (Certificate each : path) {
      requireValid(each, time);
    }
    if (!PlatformPkix.accepts(path, time)) {
      // Never seen: these rules are narrower. Two implementations have to be wrong to be fooled.
      throw notTrusted("the platform's own PKIX does not accept the path");
    }
    return new CertificatePath(path);
  }

  /** The leaf first, the root last. */
  public List<Certificate> certificates() {
    return Collections.unmodifiableList(certificates);
  }

  /** The root that certified the last of the chain. */
  private static Certificate anchor(List<Certificate> chain, CertificateTrust trust)
      throws RefusedException {
    for (Certificate each : chain) {
      if (trust.roots().contains(each)) {
        throw notTrusted("a root is sent along; roots are configured, never sent");
      }
    }
    Certificate last = chain.getLast();
    return trust.roots().stream()
        .filter(root -> isIssuedBy(last, root))
        .findFirst()
        .orElseThrow(() -> notTrusted("the chain does not end in a configured root"));
  }

  private static void requireIssued(Certificate certificate, Certificate issuer)
      throws RefusedException {
    if (!isIssuedBy(certificate, issuer)) {
      throw notTrusted("a certificate is not issued by the next one");
    }
  }

  private static boolean isIssuedBy(Certificate certificate, Certificate issuer) {
    return !issuer.subject().isEmpty()
        && certificate.issuer().equals(issuer.subject())
        && certificate.signed().isBy(issuer);
  }

  /** Whether a certificate may certify others at all. */
  static boolean isAuthority(Certificate certificate) {
    Extensions extensions = certificate.extensions();
    return extensions.isCa()
        && extensions.hasKeyUsage(Extensions.KEY_CERT_SIGN)
        && !extensions.isUnusable()
        && certificate.key().isPresent()
        && !certificate.subject().isEmpty();
  }

  private static void requireAuthority(Certificate authority, List<Certificate> below)
      throws RefusedException {
    if (!isAuthority(authority)) {
      throw notTrusted("an issuer is not an authority that may sign certificates by these rules");
    }
    OptionalInt length = authority.extensions().pathLength();
    if (length.isPresent() && below.size() - 1 > length.getAsInt()) {
      throw notTrusted("an authority may not have that many others below it");
    }
    if (authority.extensions().permitted().isPresent()) {
      List<DistinguishedName> permitted = authority.extensions().permitted().get();
      for (Certificate each : below) {
        requireWithin(each, permitted);
      }
    }
  }

  private static void requireWithin(Certificate certificate, List<DistinguishedName> permitted)
      throws RefusedException {
    List<DistinguishedName> names = new ArrayList<>(certificate.extensions().directoryNames());
    if (!certificate.subject().isEmpty()) {
      names.add(certificate.subject());
    }
    for (DistinguishedName name : names) {
      if (permitted.stream().noneMatch(name::isWithin)) {
        throw notTrusted("an authority may not certify this name");
      }
    }
  }

  /** The leaf's own rules: what it may be used for, by whose word. */
  private static void requireApprovalPurpose(List<Certificate> chain, CertificateTrust trust)
      throws RefusedException {
    Certificate leaf = chain.getFirst();
    Extensions extensions = leaf.extensions();
    if (extensions.isCa()
        || extensions.hasAnyKeyUsage(Extensions.KEY_CERT_SIGN | Extensions.CRL_SIGN)) {
      throw notAllowed("the certificate of an authority cannot approve");
    }
    if (extensions.isUnusable()) {
      throw notAllowed("the certificate has a critical extension that these rules do not know");
    }
    if (!extensions.hasKeyUsage(Extensions.DIGITAL_SIGNATURE)) {
      throw notAllowed("the certificate is not for digital signatures");
    }
    if (extensions.ekus().contains(Extensions.ANY_EXTENDED_KEY_USAGE)) {
      throw notAllowed("a certificate for any purpose is not one for approvals");
    }
    boolean byEku = extensions.ekus().stream().anyMatch(trust.ekus()::contains);
    if (!byEku && !hasPolicyOf(chain, trust.policies())) {
      throw notAllowed("the certificate has no purpose or policy that is configured for approvals");
    }
  }

  /**
   * Whether the leaf states one of the policies, and everything between it and the root allows
   * that.
   */
  public static boolean hasPolicyOf(List<Certificate> chain, Set<String> policies) {
    return chain.getFirst().extensions().policies().stream()
        .filter(policies::contains)
        .anyMatch(policy -> allowsPolicy(chain.subList(1, chain.size()), policy));
  }

  private static boolean allowsPolicy(List<Certificate> issuers, String policy) {
    return issuers.stream()
        .map(each -> each.extensions().policies())
        .allMatch(each -> each.contains(policy) || each.contains(Extensions.ANY_POLICY));
  }

  private static void requireValid(Certificate certificate, long time) throws RefusedException {
    if (time < certificate.notBefore()) {
      throw new RefusedException(
          RefusalCode.CERTIFICATE_NOT_YET_VALID, "a certificate of the path is not valid yet");
    }
    if (time > certificate.notAfter()) {
      throw new RefusedException(
          RefusalCode.CERTIFICATE_EXPIRED, "a certificate of the path has expired");
    }
  }

  private static RefusedException notTrusted(String sentence) {
    return new RefusedException(RefusalCode.CERTIFICATE_NOT_TRUSTED, sentence);
  }

  private static RefusedException notAllowed(String sentence) {
    return new RefusedException(RefusalCode.CERTIFICATE_NOT_ALLOWED, sentence);
  }
}
