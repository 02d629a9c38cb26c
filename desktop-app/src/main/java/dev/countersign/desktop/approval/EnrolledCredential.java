package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.JwsAlgorithm;
import dev.countersign.proof.x509.SubjectKey;
import java.util.List;

/** What a token of this approver proves itself with: a decision may be signed by any of them. */
public sealed interface EnrolledCredential {

  /**
   * The token's id as the gateway knows it: a FIDO2 credential id, or the SHA-256 of a card's
   * SubjectPublicKeyInfo.
   */
  Bytes id();

  /** What its owner calls it, 1 to 100 characters. */
  String name();

  /** The same under another name. */
  EnrolledCredential named(String other);

  /** Those of security keys. */
  static List<FidoCredential> keys(List<EnrolledCredential> all) {
    return of(FidoCredential.class, all);
  }

  /** Those of smart cards. */
  static List<CardCredential> cards(List<EnrolledCredential> all) {
    return of(CardCredential.class, all);
  }

  private static <T extends EnrolledCredential> List<T> of(
      Class<T> kind, List<EnrolledCredential> all) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The credential of a FIDO2 key, ES256. */
  record FidoCredential(Bytes id, P256VerifyingKey key, String name) implements EnrolledCredential {
    @Override
    public FidoCredential named(String other) {
      return new FidoCredential(id, key, other);
    }
  }

  /**
   * The key of a smart card. What is pinned is the key; the certificates are those of its enrolment
   * or last renewal, and a renewed certificate of the same key stands for it as well.
   *
   * @param chain the leaf first, then each one's issuer; without the root
   * @param key the leaf's public key
   * @param algorithm the one algorithm of that key
   */
  record CardCredential(
      List<Certificate> chain, SubjectKey key, JwsAlgorithm algorithm, String name)
      implements EnrolledCredential {
    public CardCredential {
      chain = List.copyOf(chain);
    }

    /**
     * The card with this chain.
     *
     * @throws RefusedException {@code certificate_not_allowed} if its key cannot make evidence
     */
    public static CardCredential of(List<Certificate> chain, String name) throws RefusedException {
      SubjectKey key = chain.getFirst().key().orElseThrow(CardCredential::notUsable);
      return new CardCredential(
          chain, key, key.jwsAlgorithm().orElseThrow(CardCredential::notUsable), name);
    }

    private static RefusedException notUsable() {
      return new RefusedException(
          RefusalCode.CERTIFICATE_NOT_ALLOWED,
          "the card's key is not P-256, P-384 or RSA of 2048 to 4096 bits");
    }

    @Override
    public Bytes id() {
      return key.thumbprint().value();
    }

    @Override
    public CardCredential named(String other) {
      return new CardCredential(chain, key, algorithm, other);
    }
  }
}
