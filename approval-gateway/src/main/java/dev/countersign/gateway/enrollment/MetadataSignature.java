package dev.countersign.gateway.enrollment;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.X509CertChainUtils;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a metadata BLOB was signed by whom it should be (FIDO Metadata Service §3.2): the chain
 * in its header leads to a pinned root, its first certificate names the signer, and its key made
 * the signature. Public roots certify many others, so the name matters as much as the root. The
 * chain's revocation is not looked up: nothing is fetched here.
 */
final class MetadataSignature {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

  private static final int DNS_NAME = 2;

  private MetadataSignature() {}

  static void require(JWSObject signed, List<X509Certificate> roots, String signer, Instant now)
      throws MetadataException, ParseException, JOSEException {
    if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm())
        || signed.getHeader().getX509CertChain() == null
        || signed.getHeader().getX509CertChain().isEmpty()) {
      throw new MetadataException("the metadata names no usable signature");
    }
    List<X509Certificate> chain = X509CertChainUtils.parse(signed.getHeader().getX509CertChain());
    requirePath(chain, roots, now);
    if (!names(chain.getFirst()).contains(signer)) {
      throw new MetadataException("the metadata is not signed by " + signer);
    }
    if (!signed.verify(verifier(chain.getFirst().getPublicKey()))) {
      throw new MetadataException("the metadata's signature does not verify");
    }
  }

  private static void requirePath(
      List<X509Certificate> chain, List<X509Certificate> roots, Instant now)
      throws MetadataException {
    try {
      // A chain may repeat the root at its end; PKIX wants it left out.
      List<X509Certificate> path =
          chain.stream().filter(certificate -> !roots.contains(certificate)).toList();
      PKIXParameters parameters =
          new PKIXParameters(
              roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      if (path.isEmpty()) {
        throw new MetadataException("the metadata is signed by a root itself");
      }
    } catch (GeneralSecurityException noPath) {
      throw new MetadataException("the metadata's chain leads to no pinned root", noPath);
    }
  }

  private static Set<String> names(X509Certificate leaf) throws MetadataException {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      Stream<String> dns =
          names == null
              ? Stream.empty()
              : names.stream()
                  .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
                  .map(name -> String.valueOf(name.get(1)));
      return dns.collect(Collectors.toSet());
    } catch (CertificateParsingException unreadable) {
      throw new MetadataException("the metadata's signer has no readable name", unreadable);
    }
  }

  private static JWSVerifier verifier(PublicKey key) throws JOSEException, MetadataException {
    return switch (key) {
      case ECPublicKey ec -> new ECDSAVerifier(ec);
      case RSAPublicKey rsa -> new RSASSAVerifier(rsa);
      default -> throw new MetadataException("the metadata's signer has a key of another kind");
    };
  }
}
