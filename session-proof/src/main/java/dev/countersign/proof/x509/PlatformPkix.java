package dev.countersign.proof.x509;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * The second opinion on a path: PKIX (RFC 5280 §6) of the Java platform, its provider named
 * explicitly. Revocation is {@link Revocation}'s.
 */
final class PlatformPkix {
  private static final String PROVIDER = "SUN";

  private PlatformPkix() {}

  /** Whether PKIX accepts the path; the root is its last certificate. */
  @SuppressWarnings("JavaUtilDate") // PKIXParameters takes nothing else
  static boolean accepts(List<Certificate> path, long time) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509", PROVIDER);
      List<X509Certificate> certificates = new ArrayList<>();
      for (Certificate each : path) {
        certificates.add(x509(factory, each));
      }
      X509Certificate root = certificates.removeLast();
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(new Date(Math.multiplyExact(time, 1000L)));
      CertPath certPath = factory.generateCertPath(certificates);
      CertPathValidator.getInstance("PKIX", PROVIDER).validate(certPath, parameters);
      return true;
    } catch (CertificateException | CertPathValidatorException refused) {
      return false;
    } catch (InvalidAlgorithmParameterException notARoot) {
      return false;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("the platform has no PKIX", impossible);
    }
  }

  private static X509Certificate x509(CertificateFactory factory, Certificate certificate)
      throws CertificateException {
    return (X509Certificate)
        factory.generateCertificate(new ByteArrayInputStream(certificate.der().toArray()));
  }
}
