package dev.countersign.proof.x509;

import dev.countersign.proof.RefusedException;
import java.util.List;

/**
 * Everything by which a card's certificate is judged.
 *
 * @param revocation where revocation statements come from
 * @param freshness which of them count
 */
public record CardRules(CertificateTrust trust, RevocationSource revocation, Freshness freshness) {
  /** Accepts no card. */
  public static final CardRules NONE =
      new CardRules(CertificateTrust.NONE, RevocationSource.NONE, Freshness.live(0));

  /**
   * Checks path, purpose, validity and revocation, in this order.
   *
   * @param chain the leaf first, without the root
   * @param time the moment to judge at, Unix seconds
   * @throws RefusedException with the code of the first check that fails
   */
  public void require(List<Certificate> chain, long time) throws RefusedException {
    CertificatePath path = CertificatePath.verify(chain, trust, time);
    Revocation.require(path, revocation, time, freshness);
  }
}
