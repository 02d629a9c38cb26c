package dev.countersign.proof.x509;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.RevocationStatement.Status;
import java.util.List;

/**
 * Whether every certificate below the root is known not to be revoked. It fails closed: silence is
 * a refusal, and of several statements the one that says "revoked" counts.
 */
public final class Revocation {
  private Revocation() {}

  /**
   * Checks every certificate of the path but the root.
   *
   * @param time the moment to judge at, Unix seconds
   * @throws RefusedException {@code certificate_revoked} or {@code revocation_unknown}
   */
  public static void require(
      CertificatePath path, RevocationSource source, long time, Freshness freshness)
      throws RefusedException {
    List<Certificate> certificates = path.certificates();
    for (int i = certificates.size() - 2; i >= 0; i--) {
      require(certificates.get(i), certificates.get(i + 1), source, time, freshness);
    }
  }

  private static void require(
      Certificate certificate,
      Certificate issuer,
      RevocationSource source,
      long time,
      Freshness freshness)
      throws RefusedException {
    boolean good = false;
    for (RevocationStatement statement : source.about(certificate, issuer)) {
      Status status = statement.about(certificate, issuer, time, freshness);
      if (status == Status.REVOKED) {
        throw new RefusedException(
            RefusalCode.CERTIFICATE_REVOKED, "a certificate of the path is revoked");
      }
      good |= status == Status.GOOD;
    }
    if (!good) {
      throw new RefusedException(
          RefusalCode.REVOCATION_UNKNOWN,
          "no fresh and authentic statement says that a certificate of the path is not revoked");
    }
  }
}
