package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardPinState;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One certificate of an attached card.
 *
 * @param pin what the card said of its PIN when it was read
 * @param unsuitable why it cannot be enrolled; empty when it can
 */
public record CardCandidate(
    Card card, CardCertificate certificate, CardPinState pin, Optional<Unsuitable> unsuitable) {

  /** SHA-256 of the certificate in lower-case hexadecimal, by which it is named. */
  public String thumbprint() {
    return HexFormat.of().formatHex(certificate.thumbprint().toArray());
  }

  public boolean isSuitable() {
    return unsuitable.isEmpty();
  }
}
