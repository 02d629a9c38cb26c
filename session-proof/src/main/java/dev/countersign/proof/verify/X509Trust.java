package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.RevocationMaterial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a trust file that is about smart cards. The revocation statements in it are signed by
 * their authorities, so whoever adds one has no power by that.
 */
public final class X509Trust {
  /** Trusts no card. */
  public static final X509Trust NONE = of(CertificateTrust.NONE);

  private final CertificateTrust certificates;
  private final List<Bytes> crls;
  private final List<Bytes> ocsp;
  private final CardRules rules;

  /**
   * Reads the statements.
   *
   * @param crls complete CRLs, DER
   * @param ocsp OCSP responses, DER
   * @throws RefusedException {@code malformed_certificate}
   */
  public X509Trust(CertificateTrust certificates, List<Bytes> crls, List<Bytes> ocsp)
      throws RefusedException {
    this.certificates = certificates;
    this.crls = List.copyOf(crls);
    this.ocsp = List.copyOf(ocsp);
    this.rules =
        new CardRules(certificates, RevocationMaterial.parse(crls, ocsp), Freshness.archived());
  }

  /** Trust without a revocation statement: what is taken, not what is good now. */
  public static X509Trust of(CertificateTrust certificates) {
    try {
      return new X509Trust(certificates, List.of(), List.of());
    } catch (RefusedException impossible) {
      throw new IllegalStateException("nothing cannot be malformed", impossible);
    }
  }

  /**
   * The same with more statements.
   *
   * @throws RefusedException {@code malformed_certificate}
   */
  public X509Trust plus(List<Bytes> moreCrls, List<Bytes> moreOcsp) throws RefusedException {
    return new X509Trust(certificates, joined(crls, moreCrls), joined(ocsp, moreOcsp));
  }

  private static List<Bytes> joined(List<Bytes> first, List<Bytes> second) {
    List<Bytes> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  public CertificateTrust certificates() {
    return certificates;
  }

  public List<Bytes> crls() {
    return crls;
  }

  public List<Bytes> ocsp() {
    return ocsp;
  }

  CardRules rules() {
    return rules;
  }

  /** The same trust, for a decision now. */
  public CardRules rulesNow(long maxAgeSeconds) {
    return new CardRules(certificates, rules.revocation(), Freshness.live(maxAgeSeconds));
  }

  /**
   * Reads the member {@code x509} of a trust file.
   *
   * @throws RefusedException {@code malformed_json}
   */
  public static X509Trust read(ObjectReader reader) throws RefusedException {
    return X509TrustJson.read(reader);
  }

  /**
   * Which certificates a gateway's answer says it takes, in its member {@code x509}; empty when it
   * does not say.
   *
   * @throws RefusedException {@code malformed_json}
   */
  public static Optional<CertificateTrust> said(ObjectReader answer) throws RefusedException {
    return answer.has("x509")
        ? Optional.of(read(answer.reader("x509")).certificates())
        : Optional.empty();
  }

  /** As {@link #read} reads it. */
  public JsonObject json() {
    return X509TrustJson.json(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof X509Trust that
        && certificates.equals(that.certificates)
        && crls.equals(that.crls)
        && ocsp.equals(that.ocsp);
  }

  @Override
  public int hashCode() {
    return certificates.hashCode();
  }
}
