package dev.countersign.gateway.main;

import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.http.CrlSource;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Freshness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The table {@code x509} of the configuration: which smart cards the gateway takes.
 *
 * @param roots files of certificates, DER or PEM
 * @param ekus extended key usages for approvals, dotted
 * @param policies certificate policies for approvals, dotted
 * @param pinPolicies certificate policies that prove a PIN on every use
 * @param crls files of CRLs, read again when they change
 * @param ocsp files of OCSP responses, read again when they change
 * @param fetched CRLs that the gateway fetches; their files are among {@code crls}
 * @param maxAgeSeconds the greatest age of a CRL or response
 */
record CardConfig(
    List<Path> roots,
    List<String> ekus,
    List<String> policies,
    List<String> pinPolicies,
    List<Path> crls,
    List<Path> ocsp,
    List<CrlSource> fetched,
    long maxAgeSeconds) {

  /** A day and two hours: daily lists with room for one to be late. */
  static final long DEFAULT_MAX_AGE = 26 * 3600;

  /**
   * Reads the roots.
   *
   * @throws IOException if a root cannot be read
   * @throws ConfigException if it is no root, or an OID is none
   */
  CardPolicy policy() throws IOException {
    if (roots.isEmpty()) {
      return CardPolicy.NONE;
    }
    CertificateTrust trust = trust();
    RevocationFiles files = new RevocationFiles(crls, ocsp);
    return new CardPolicy(
        new CardRules(trust, files, Freshness.live(maxAgeSeconds)),
        new HashSet<>(pinPolicies),
        () -> files.exported(trust));
  }

  private CertificateTrust trust() throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    for (Path file : roots) {
      try {
        Certificate root = Certificate.parse(Bytes.of(DerFile.read(file)));
        CertificateTrust.requireRoot(root);
        certificates.add(root);
      } catch (RefusedException notARoot) {
        throw new ConfigException(file + ": " + notARoot.getMessage());
      }
    }
    try {
      return new CertificateTrust(certificates, new HashSet<>(ekus), new HashSet<>(policies));
    } catch (IllegalArgumentException notAnOid) {
      throw new ConfigException("x509: " + notAnOid.getMessage());
    }
  }
}
