package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A complete CRL, version 2, of the authority that issued the certificates on it (RFC 5280 §5).
 * Delta and indirect CRLs and those of a part of the certificates say nothing here.
 */
public final class Crl implements RevocationStatement {
  /** The largest list, in bytes. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final int EXTENSIONS_TAG = 0xa0;
  private static final int VERSION_2 = 1;
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
  private static final String DELTA_CRL_INDICATOR = "2.5.29.27";
  private static final int ONLY_USERS = 0x81;
  private static final int ONLY_AUTHORITIES = 0x82;

  private final Signed signed;
  private final DistinguishedName issuer;
  private final long thisUpdate;
  private final OptionalLong nextUpdate;

  /** Serial number to the second from which the certificate counts as revoked. */
  private final Map<BigInteger, Long> revoked = new HashMap<>();

  private boolean usable = true;
  private boolean forUsers = true;
  private boolean forAuthorities = true;

  /** The key that was found to have signed this: a list of megabytes is not hashed twice. */
  private final AtomicReference<Bytes> signer = new AtomicReference<>(Bytes.of(new byte[0]));

  private Crl(DerReader whole) throws RefusedException {
    DerReader frame = whole.sequence();
    whole.end();
    signed = Signed.read(frame);
    frame.end();
    DerReader fields = frame.over(signed.content()).sequence();
    if (!fields.nextIs(DerReader.INTEGER) || fields.smallInteger(DerReader.INTEGER) != VERSION_2) {
      throw fields.refused("not a list of version 2 (RFC 5280), the one with extensions");
    }
    if (!fields.element(DerReader.SEQUENCE).equals(signed.identifier())) {
      throw fields.refused("the two algorithm identifiers differ");
    }
    issuer = DistinguishedName.read(fields);
    thisUpdate = DerTime.read(fields);
    nextUpdate =
        DerTime.isNext(fields) ? OptionalLong.of(DerTime.read(fields)) : OptionalLong.empty();
    if (fields.nextIs(DerReader.SEQUENCE)) {
      entries(fields.sequence());
    }
    if (fields.nextIs(EXTENSIONS_TAG)) {
      DerReader outer = fields.constructed(EXTENSIONS_TAG);
      listExtensions(outer.sequence());
      outer.end();
    }
    fields.end();
  }

  /**
   * Reads a CRL.
   *
   * @throws RefusedException {@code malformed_certificate} if it is not a CRL in strict DER
   */
  public static Crl parse(Bytes der) throws RefusedException {
    if (der.size() > MAX_BYTES) {
      throw new RefusedException(RefusalCode.MALFORMED_CERTIFICATE, "a CRL is larger than 16 MiB");
    }
    return new Crl(DerReader.over(der.toArray(), RefusalCode.MALFORMED_CERTIFICATE));
  }

  private void entries(DerReader list) throws RefusedException {
    while (list.hasMore()) {
      DerReader entry = list.sequence();
      BigInteger serial = entry.integer();
      long date = DerTime.read(entry);
      if (entry.hasMore()) {
        date = Math.min(date, invalidity(entry.sequence()));
      }
      entry.end();
      revoked.merge(serial, date, Math::min);
    }
  }

  /** The invalidity date among an entry's extensions; the end of time without one. */
  private long invalidity(DerReader extensions) throws RefusedException {
    long date = Long.MAX_VALUE;
    while (extensions.hasMore()) {
      DerReader extension = extensions.sequence();
      String oid = extension.oid();
      boolean critical = extension.optionalTrue(DerReader.BOOLEAN);
      DerReader value = extension.over(Bytes.of(extension.primitive(DerReader.OCTET_STRING)));
      extension.end();
      if (oid.equals(INVALIDITY_DATE)) {
        date = DerTime.generalized(value);
        value.end();
      } else if (critical) {
        usable = false; // for example the issuer of an indirect CRL's entry
      }
    }
    return date;
  }

  private void listExtensions(DerReader extensions) throws RefusedException {
    while (extensions.hasMore()) {
      DerReader extension = extensions.sequence();
      String oid = extension.oid();
      boolean critical = extension.optionalTrue(DerReader.BOOLEAN);
      DerReader value = extension.over(Bytes.of(extension.primitive(DerReader.OCTET_STRING)));
      extension.end();
      if (oid.equals(ISSUING_DISTRIBUTION_POINT)) {
        scope(value.sequence());
        value.end();
      } else if (critical || oid.equals(DELTA_CRL_INDICATOR)) {
        usable = false;
      }
    }
  }

  private void scope(DerReader point) throws RefusedException {
    boolean users = point.optionalTrue(ONLY_USERS);
    boolean authorities = point.optionalTrue(ONLY_AUTHORITIES);
    forUsers &= !authorities;
    forAuthorities &= !users;
    usable &= !point.hasMore() && (users || authorities);
  }

  @Override
  public Word about(Certificate certificate, Certificate by, long time, Freshness freshness) {
    if (!issuer.equals(certificate.issuer()) || !issuer.equals(by.subject())) {
      return new Word.Silent(false, "is of another issuer");
    }
    Optional<String> objection = objection(by, time, freshness);
    if (objection.isPresent()) {
      return new Word.Silent(true, objection.get());
    } else if (!(certificate.extensions().isCa() ? forAuthorities : forUsers)) {
      return new Word.Silent(true, "is not for certificates of this kind");
    } else if (thisUpdate > certificate.notAfter()) {
      return new Word.Silent(true, "was made after the certificate's end");
    }
    Long since = revoked.get(certificate.serial());
    return since != null && freshness.isRevoked(since, thisUpdate, time)
        ? new Word.Revoked()
        : new Word.Good();
  }

  @Override
  public String kind() {
    return "the CRL";
  }

  /**
   * Why this list counts for no certificate of an authority at a time, as the end of a sentence;
   * empty if it does.
   *
   * @param by the authority
   * @param time Unix seconds
   */
  public Optional<String> objection(Certificate by, long time, Freshness freshness) {
    if (!names(by)) {
      return Optional.of("is of another issuer");
    } else if (!usable) {
      return Optional.of("is a delta, indirect or partial list, or has a critical extension");
    } else if (!by.extensions().hasKeyUsage(Extensions.CRL_SIGN)) {
      return Optional.of("is of an authority that may sign none");
    }
    return staleness(time, freshness)
        .or(() ->
            isSignedBy(by)
                ? Optional.empty()
                : Optional.of("is not signed by the authority it names"));
  }

  /** Why this list is not fresh at a time (Unix seconds), as the end of a sentence. */
  public Optional<String> staleness(long time, Freshness freshness) {
    return nextUpdate.isPresent()
        ? freshness.objection(thisUpdate, nextUpdate.getAsLong(), time)
        : Optional.of("does not say when its successor is due");
  }

  private boolean isSignedBy(Certificate by) {
    if (signer.get().equals(by.spki())) {
      return true;
    }
    boolean is = signed.isBy(by);
    if (is) {
      signer.set(by.spki());
    }
    return is;
  }

  /** Whether it names this authority; another of the same name may have signed it. */
  public boolean names(Certificate authority) {
    return issuer.equals(authority.subject());
  }

  /** The issuer's name, DER: by it a source finds the lists of an authority. */
  public Bytes issuerName() {
    return issuer.der();
  }

  /** Unix seconds. */
  public long thisUpdate() {
    return thisUpdate;
  }

  /** Unix seconds; without one the list is never fresh. */
  public OptionalLong nextUpdate() {
    return nextUpdate;
  }
}
