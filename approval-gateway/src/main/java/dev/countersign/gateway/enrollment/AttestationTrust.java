package dev.countersign.gateway.enrollment;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which tokens may be enrolled. A demo gateway trusts exactly one root and one model, those of its
 * software key; any other gateway refuses that key and that root whatever is configured.
 *
 * @param roots the attestation roots that count
 * @param onlyModel the one AAGUID that is taken, as a lower-case UUID
 * @param trustedOnly whether a token without trusted attestation is refused
 * @param models which models are taken beyond that
 */
public record AttestationTrust(
    boolean demo,
    List<X509Certificate> roots,
    Optional<String> onlyModel,
    boolean trustedOnly,
    ModelPolicy models) {

  public AttestationTrust {
    roots = List.copyOf(roots);
  }

  /** For a demo gateway; without a root it enrols nothing. */
  public static AttestationTrust demo(List<X509Certificate> roots, String aaguid) {
    return new AttestationTrust(true, roots, Optional.of(aaguid), true, ModelPolicy.any());
  }

  /**
   * For a real gateway.
   *
   * @throws RefusedException {@code demo_key_refused} if a root is marked as the demo's
   */
  public static AttestationTrust real(List<X509Certificate> roots, boolean trustedOnly)
      throws RefusedException {
    return real(roots, trustedOnly, ModelPolicy.any());
  }

  /** For a real gateway that takes certain models only; otherwise as without a policy. */
  public static AttestationTrust real(
      List<X509Certificate> roots, boolean trustedOnly, ModelPolicy models)
      throws RefusedException {
    if (roots.stream().anyMatch(DemoKey::marks)) {
      throw new RefusedException(
          RefusalCode.DEMO_KEY_REFUSED, "an attestation root is marked as the demo's");
    }
    return new AttestationTrust(false, roots, Optional.empty(), trustedOnly, models);
  }

  /** Refuses a model or an attestation that has no business at this gateway. */
  void require(String aaguid, List<X509Certificate> attestation, boolean trusted, Instant now)
      throws RefusedException {
    if (!demo && DemoKey.made(aaguid, attestation)) {
      throw new RefusedException(
          RefusalCode.DEMO_KEY_REFUSED, "the demo's software key is worth nothing here");
    }
    if (onlyModel.isPresent() && !onlyModel.get().equals(aaguid)) {
      throw new RefusedException(
          RefusalCode.TOKEN_NOT_ALLOWED, "this demo gateway takes its software key only");
    }
    models.require(aaguid, now);
    if (trustedOnly && !trusted) {
      throw new RefusedException(
          RefusalCode.TOKEN_NOT_ALLOWED, "the token's attestation does not lead to a trusted root");
    }
  }
}
