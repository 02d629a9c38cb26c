package dev.countersign.bridge;

import java.util.List;

/** How reading a card's certificates ended. */
public sealed interface CertificatesOutcome permits CertificatesOutcome.Listed, TokenFailure {

  /**
   * What is on the card.
   *
   * @param certificates those of a person, fit for approvals or not (see {@link
   *     CardCertificate#unfit}), in the card's order; may be empty
   * @param unreadable the labels of certificates that could not be read
   * @param pin what there is to know of its PIN, now
   */
  record Listed(List<CardCertificate> certificates, List<String> unreadable, CardPinState pin)
      implements CertificatesOutcome {

    /** Copies the lists. */
    public Listed {
      certificates = List.copyOf(certificates);
      unreadable = List.copyOf(unreadable);
    }
  }
}
