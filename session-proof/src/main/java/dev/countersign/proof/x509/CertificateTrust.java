package dev.countersign.proof.x509;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which cards an organisation trusts for approvals.
 *
 * @param roots the certificates in which every path must end; self-signed or not, nothing above
 *     them is looked at
 * @param ekus extended key usages that mark a certificate as one for approvals, dotted
 * @param policies certificate policies that do so as well, dotted
 */
public record CertificateTrust(List<Certificate> roots, Set<String> ekus, Set<String> policies) {
  /** Trusts no certificate. */
  public static final CertificateTrust NONE = new CertificateTrust(List.of(), Set.of(), Set.of());

  private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,38})){1,24}");

  /**
   * Refuses what would make the rules mean something else than they say.
   *
   * @throws IllegalArgumentException for an OID that is none, or that means "any"
   */
  public CertificateTrust {
    roots = List.copyOf(roots);
    ekus = Set.copyOf(ekus);
    policies = Set.copyOf(policies);
    Set<String> all = new HashSet<>(ekus);
    all.addAll(policies);
    for (String oid : all) {
      if (!OID.matcher(oid).matches()
          || oid.equals(Extensions.ANY_EXTENDED_KEY_USAGE)
          || oid.equals(Extensions.ANY_POLICY)) {
        throw new IllegalArgumentException(
            "not an object identifier of one purpose or policy: " + oid);
      }
    }
  }

  /**
   * Whether a certificate can be a root: an authority that may sign certificates.
   *
   * @throws RefusedException {@code certificate_not_trusted} with the reason
   */
  public static void requireRoot(Certificate certificate) throws RefusedException {
    if (!CertificatePath.isAuthority(certificate)) {
      throw new RefusedException(
          RefusalCode.CERTIFICATE_NOT_TRUSTED,
          "a root is not an authority that may sign certificates by these rules");
    }
  }
}
