package dev.countersign.bridge;

import dev.countersign.proof.x509.Certificate;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a certificate says, in text for people; read by the platform, never used to decide trust.
 */
record CertificateText(
    String subject, String issuer, boolean digitalSignature, List<String> purposes) {

  /** In the order of the bits (RFC 5280 §4.2.1.3). */
  private static final List<String> KEY_USAGES =
      List.of(
          "digital signature",
          "non-repudiation",
          "key encipherment",
          "data encipherment",
          "key agreement",
          "certificate signing",
          "CRL signing",
          "encipher only",
          "decipher only");

  private static final Map<String, String> EXTENDED =
      Map.of(
          "1.3.6.1.5.5.7.3.2", "client authentication",
          "1.3.6.1.5.5.7.3.4", "e-mail protection",
          "1.3.6.1.4.1.311.20.2.2", "smart card logon",
          "2.5.29.37.0", "any purpose");

  static CertificateText of(Certificate certificate) {
    X509Certificate read;
    try {
      read =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate.der().toArray()));
    } catch (CertificateException notReadable) {
      // What our own strict reader took and the platform does not: fit for nothing.
      return new CertificateText("", "", false, List.of());
    }
    boolean[] usage = read.getKeyUsage();
    return new CertificateText(
        read.getSubjectX500Principal().getName(),
        read.getIssuerX500Principal().getName(),
        usage != null && usage[0],
        purposes(read, usage == null ? new boolean[0] : usage));
  }

  private static List<String> purposes(X509Certificate certificate, boolean[] usage) {
    List<String> purposes = new ArrayList<>();
    for (int bit = 0; bit < Math.min(usage.length, KEY_USAGES.size()); bit++) {
      if (usage[bit]) {
        purposes.add(KEY_USAGES.get(bit));
      }
    }
    try {
      List<String> extended = certificate.getExtendedKeyUsage();
      if (extended != null) {
        extended.forEach(oid -> purposes.add(EXTENDED.getOrDefault(oid, oid)));
      }
    } catch (CertificateParsingException notReadable) {
      purposes.add("extended key usage that cannot be read");
    }
    return List.copyOf(purposes);
  }
}
