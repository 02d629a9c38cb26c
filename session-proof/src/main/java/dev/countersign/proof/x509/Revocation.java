package dev.countersign.proof.x509;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.RevocationStatement.Word;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    Set<String> reasons = new LinkedHashSet<>();
    for (RevocationStatement statement : source.about(certificate, issuer)) {
      switch (statement.about(certificate, issuer, time, freshness)) {
        case Word.Revoked() ->
            throw new RefusedException(
                RefusalCode.CERTIFICATE_REVOKED, "a certificate of the path is revoked");
        case Word.Good() -> good = true;
        case Word.Silent(boolean concerns, String why) -> {
          if (concerns) {
            reasons.add(statement.kind() + " " + why);
          }
        }
      }
    }
    if (!good) {
      throw new RefusedException(
          RefusalCode.REVOCATION_UNKNOWN,
          "no fresh and authentic statement says that a certificate of the path is not revoked"
              + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")"));
    }
  }
}
