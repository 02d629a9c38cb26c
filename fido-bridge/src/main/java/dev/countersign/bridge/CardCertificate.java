package dev.countersign.bridge;

import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.JwsAlgorithm;
import dev.countersign.proof.x509.SubjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One certificate of a card, and the key that belongs to it. Nothing here is verified: whether its
 * issuer counts is the organisation's to say.
 *
 * @param chain the certificate first, then its issuers as far as the card holds them; without a
 *     root; at most {@link dev.countersign.proof.x509.CardJws#MAX_CHAIN}
 * @param label what the card calls it; text from outside, may be empty
 * @param pinUse how often its key asks for the PIN
 */
public record CardCertificate(List<Certificate> chain, String label, PinUse pinUse) {

  /** How often a key asks for the PIN (PKCS#11 CKA_ALWAYS_AUTHENTICATE). */
  public enum PinUse {
    /** For every single signature. */
    EVERY_USE,
    /** Once a session. */
    ONCE,
    /** The card shows its keys only after the PIN; {@link CardSignOutcome.Signed} tells. */
    UNKNOWN
  }

  /** Why a certificate cannot approve. */
  public enum Unfit {
    /** The key is none of P-256, P-384 and RSA from 2048 bits. */
    KEY_NOT_SUPPORTED("Its key is of a kind that approvals do not use."),
    /** Its key usage lacks digitalSignature (RFC 5280 §4.2.1.3). */
    NOT_FOR_SIGNATURES("It was not issued for digital signatures."),
    /** Its first day has not come. */
    NOT_YET_VALID("It is not valid yet."),
    /** Its last day is over. */
    EXPIRED("It has expired.");

    private final String words;

    Unfit(String words) {
      this.words = words;
    }

    /** One sentence for a person. */
    public String words() {
      return words;
    }
  }

  /** Refuses an empty chain. */
  public CardCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain has at least one certificate");
    }
  }

  /** The certificate itself. */
  public Certificate leaf() {
    return chain.getFirst();
  }

  /** Its SHA-256, by which {@link CardSignRequest} names it. */
  public Digest thumbprint() {
    return leaf().thumbprint();
  }

  /** The algorithm of its key; empty when the key is of no use. */
  public Optional<JwsAlgorithm> algorithm() {
    return leaf().key().flatMap(SubjectKey::jwsAlgorithm);
  }

  /** Whom it names (RFC 2253); text from outside. */
  public String subject() {
    return CertificateText.of(leaf()).subject();
  }

  /** Who issued it (RFC 2253); text from outside. */
  public String issuer() {
    return CertificateText.of(leaf()).issuer();
  }

  /** What it was issued for, in words: key usages and known extended ones, others as numbers. */
  public List<String> purposes() {
    return CertificateText.of(leaf()).purposes();
  }

  /** The first reason why it cannot approve, if there is one; trust and revocation apart. */
  public Optional<Unfit> unfit(Instant now) {
    if (algorithm().isEmpty()) {
      return Optional.of(Unfit.KEY_NOT_SUPPORTED);
    }
    if (!CertificateText.of(leaf()).digitalSignature()) {
      return Optional.of(Unfit.NOT_FOR_SIGNATURES);
    }
    if (now.getEpochSecond() < leaf().notBefore()) {
      return Optional.of(Unfit.NOT_YET_VALID);
    }
    return now.getEpochSecond() > leaf().notAfter() ? Optional.of(Unfit.EXPIRED) : Optional.empty();
  }
}
