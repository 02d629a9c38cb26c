package dev.countersign.bridge.pkcs11;

import dev.countersign.proof.x509.CardJws;
import dev.countersign.proof.x509.Certificate;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of a card's certificates issued which. Read by the platform and only to save the verifier
 * looking for them: whether a chain counts is found out there.
 */
final class CertificateChains {

  private final Map<Certificate, X509Certificate> readable = new HashMap<>();

  CertificateChains(List<Certificate> certificates) {
    for (Certificate certificate : certificates) {
      try {
        readable.put(
            certificate,
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.der().toArray())));
      } catch (CertificateException notReadable) {
        // It stays without issuers; the card's owner sees it as fit for nothing.
        readable.remove(certificate);
      }
    }
  }

  /** Whether it is that of a certification authority. */
  boolean isIssuer(Certificate certificate) {
    X509Certificate read = readable.get(certificate);
    return read != null && read.getBasicConstraints() >= 0;
  }

  /** The certificate, then its issuers as far as they are here, without a root. */
  List<Certificate> of(Certificate leaf) {
    List<Certificate> chain = new ArrayList<>(List.of(leaf));
    Optional<Certificate> next = issuer(leaf);
    while (next.isPresent() && chain.size() < CardJws.MAX_CHAIN && !chain.contains(next.get())) {
      chain.add(next.get());
      next = issuer(next.get());
    }
    return List.copyOf(chain);
  }

  private Optional<Certificate> issuer(Certificate certificate) {
    X509Certificate issued = readable.get(certificate);
    if (issued == null) {
      return Optional.empty();
    }
    return readable.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(certificate))
        // Of a kind and size that the verifier takes: a card must not make us calculate for hours.
        .filter(entry -> entry.getKey().key().isPresent())
        .filter(entry -> entry.getValue().getBasicConstraints() >= 0)
        .filter(entry -> !isRoot(entry.getValue()))
        .filter(entry -> issued(entry.getValue(), issued))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isRoot(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static boolean issued(X509Certificate issuer, X509Certificate issued) {
    if (!issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal())) {
      return false;
    }
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException another) {
      return false;
    }
  }
}
