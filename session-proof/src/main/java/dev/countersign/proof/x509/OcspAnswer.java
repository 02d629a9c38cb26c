package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.RevocationStatement.Word;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One answer of an OCSP response (RFC 6960 §4.2.1, SingleResponse).
 *
 * @param hash with which the issuer is named; none if it is neither SHA-1 nor SHA-256
 * @param revokedAt present for a certificate that is revoked, Unix seconds
 * @param unusable why it says nothing: the status "unknown", or a critical extension that would
 *     change the meaning
 */
record OcspAnswer(
    Optional<Hash> hash,
    CertId id,
    OptionalLong revokedAt,
    long thisUpdate,
    OptionalLong nextUpdate,
    Optional<String> unusable) {
  private static final Bytes SHA1 = algorithm("300906052b0e03021a0500");
  private static final Bytes SHA1_BARE = algorithm("300706052b0e03021a");
  private static final Bytes SHA256 = algorithm("300d06096086480165030402010500");
  private static final Bytes SHA256_BARE = algorithm("300b0609608648016503040201");

  private static final String NOT_KNOWN =
      "comes from a responder that does not know the certificate";

  /** Why an answer says nothing that a critical extension could change. */
  static final String CRITICAL = "has a critical extension";

  private static final int GOOD = 0x80;
  private static final int REVOKED = 0xa1;
  private static final int UNKNOWN = 0x82;
  private static final int EXPLICIT_0 = 0xa0;
  private static final int EXPLICIT_1 = 0xa1;

  /** The certificate that is meant. */
  record CertId(Bytes issuerName, Bytes issuerKey, BigInteger serial) {
    /** The name of a certificate by this digest (RFC 6960 §4.1.1). */
    static CertId of(Certificate certificate, Certificate issuer, Hash hash) {
      return new CertId(
          digest(hash, certificate.issuer().der().toArray()),
          digest(hash, keyBits(issuer)),
          certificate.serial());
    }
  }

  static OcspAnswer read(DerReader answer) throws RefusedException {
    DerReader named = answer.sequence();
    Optional<Hash> hash = hash(named.element(DerReader.SEQUENCE));
    CertId id =
        new CertId(
            Bytes.of(named.primitive(DerReader.OCTET_STRING)),
            Bytes.of(named.primitive(DerReader.OCTET_STRING)),
            named.integer());
    named.end();
    Optional<String> unusable = answer.nextIs(UNKNOWN) ? Optional.of(NOT_KNOWN) : Optional.empty();
    OptionalLong revokedAt = status(answer);
    long thisUpdate = DerTime.generalized(answer);
    OptionalLong nextUpdate = OptionalLong.empty();
    if (answer.nextIs(EXPLICIT_0)) {
      DerReader next = answer.constructed(EXPLICIT_0);
      nextUpdate = OptionalLong.of(DerTime.generalized(next));
      next.end();
    }
    if (answer.nextIs(EXPLICIT_1)
        && !OcspExtensions.read(answer.constructed(EXPLICIT_1)).noneCritical()) {
      unusable = Optional.of(CRITICAL);
    }
    answer.end();
    return new OcspAnswer(hash, id, revokedAt, thisUpdate, nextUpdate, unusable);
  }

  private static OptionalLong status(DerReader answer) throws RefusedException {
    if (answer.nextIs(REVOKED)) {
      DerReader revoked = answer.constructed(REVOKED);
      long at = DerTime.generalized(revoked);
      if (revoked.hasMore()) {
        revoked.element(EXPLICIT_0); // the reason: for people
      }
      revoked.end();
      return OptionalLong.of(at);
    }
    if (answer.primitive(answer.nextIs(UNKNOWN) ? UNKNOWN : GOOD).length != 0) {
      throw answer.refused("a status with content");
    }
    return OptionalLong.empty();
  }

  /** Whether the responder does not know the certificate. */
  boolean unknown() {
    return unusable.filter(NOT_KNOWN::equals).isPresent();
  }

  Word about(Certificate certificate, Certificate issuer, long time, Freshness freshness) {
    if (hash.isEmpty() || !id.equals(CertId.of(certificate, issuer, hash.get()))) {
      return new Word.Silent(false, "is about another certificate");
    }
    Optional<String> objection = unusable.or(() -> staleness(certificate, time, freshness));
    if (objection.isPresent()) {
      return new Word.Silent(true, objection.get());
    }
    return revokedAt.isPresent() && freshness.isRevoked(revokedAt.getAsLong(), thisUpdate, time)
        ? new Word.Revoked()
        : new Word.Good();
  }

  private Optional<String> staleness(Certificate about, long time, Freshness freshness) {
    return thisUpdate > about.notAfter()
        ? Optional.of("was made after the certificate's end")
        : staleness(time, freshness);
  }

  /** Why this answer is not fresh at a time, as the end of a sentence. */
  Optional<String> staleness(long time, Freshness freshness) {
    return nextUpdate.isPresent()
        ? freshness.objection(thisUpdate, nextUpdate.getAsLong(), time)
        : Optional.of("does not say when its successor is due");
  }

  /** SHA-1 of a certificate's key, as responders are named by it. */
  static Bytes keyHash(Certificate certificate) {
    return digest(Hash.SHA1, keyBits(certificate));
  }

  private static Bytes digest(Hash hash, byte[] content) {
    return Bytes.of(hash.digest(content));
  }

  /** The BIT STRING of the SubjectPublicKeyInfo, without tag, length and unused bits. */
  private static byte[] keyBits(Certificate certificate) {
    try {
      DerReader info =
          DerReader.over(certificate.spki().toArray(), RefusalCode.MALFORMED_CERTIFICATE)
              .sequence();
      info.element(DerReader.SEQUENCE);
      return info.bitStringBytes();
    } catch (RefusedException impossible) {
      throw new IllegalStateException("a key that was read before", impossible);
    }
  }

  private static Optional<Hash> hash(Bytes algorithm) {
    if (algorithm.equals(SHA1) || algorithm.equals(SHA1_BARE)) {
      return Optional.of(Hash.SHA1);
    }
    boolean sha256 = algorithm.equals(SHA256) || algorithm.equals(SHA256_BARE);
    return sha256 ? Optional.of(Hash.SHA256) : Optional.empty();
  }

  private static Bytes algorithm(String hex) {
    return Bytes.of(HexFormat.of().parseHex(hex));
  }
}
