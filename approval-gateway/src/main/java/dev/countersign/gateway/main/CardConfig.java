package dev.countersign.gateway.main;

import dev.countersign.gateway.policy.Policy;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The table {@code x509} of the configuration: which smart cards the gateway takes.
 *
 * @param roots files of certificates, DER or PEM
 * @param ekus extended key usages for approvals, dotted
 * @param policies certificate policies for approvals, dotted
 * @param pinPolicies certificate policies that prove a PIN on every use
 * @param possessionTypes types of details that a card without such a proof may approve
 * @param statements where revocation statements come from
 */
record CardConfig(
    List<Path> roots,
    List<String> ekus,
    List<String> policies,
    List<String> pinPolicies,
    List<String> possessionTypes,
    StatementConfig statements) {

  static CardConfig read(ConfigReader in) throws ConfigException {
    CardConfig config =
        new CardConfig(
            in.paths("x509.roots"),
            in.texts("x509.ekus"),
            in.texts("x509.policies"),
            in.texts("x509.pin_policies"),
            possessionTypes(in),
            StatementConfig.read(in));
    if (!config.roots.isEmpty() && config.ekus.isEmpty() && config.policies.isEmpty()) {
      throw in.wrong("x509.roots", "needs x509.ekus or x509.policies: without, no card is taken");
    }
    return config;
  }

  /** Said with its line, before anything is started. */
  private static List<String> possessionTypes(ConfigReader in) throws ConfigException {
    List<String> types = in.texts("x509.possession_types");
    try {
      Policy.builtIn().allowingPossession(new HashSet<>(types));
    } catch (IllegalArgumentException tooWeak) {
      throw in.wrong("x509.possession_types", "cannot be: " + tooWeak.getMessage());
    }
    return types;
  }

  /**
   * Reads the roots.
   *
   * @throws IOException if a root cannot be read
   * @throws ConfigException if it is no root, or an OID is none
   */
  CertificateTrust trust() throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    for (Path file : roots) {
      certificates.add(authority(file));
    }
    try {
      // By the same rules: a certificate for any policy says nothing about a PIN.
      var _ = new CertificateTrust(List.of(), Set.of(), new HashSet<>(pinPolicies));
      return new CertificateTrust(certificates, new HashSet<>(ekus), new HashSet<>(policies));
    } catch (IllegalArgumentException notAnOid) {
      throw new ConfigException("x509: " + notAnOid.getMessage());
    }
  }

  /** The certificate of an authority in a file. */
  static Certificate authority(Path file) throws IOException {
    try {
      Certificate authority = Certificate.parse(Bytes.of(DerFile.read(file)));
      CertificateTrust.requireRoot(authority);
      return authority;
    } catch (RefusedException notOne) {
      throw new ConfigException(file + ": " + notOne.getMessage());
    }
  }
}
