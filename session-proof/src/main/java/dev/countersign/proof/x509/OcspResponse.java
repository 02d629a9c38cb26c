package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A successful basic OCSP response (RFC 6960 §4.2), signed by the authority itself or by a
 * responder that it certified for this and nothing else.
 */
public final class OcspResponse implements RevocationStatement {
  /** The largest response, in bytes. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final String BASIC = "1.3.6.1.5.5.7.48.1.1";
  private static final int EXPLICIT_0 = 0xa0;
  private static final int EXPLICIT_1 = 0xa1;
  private static final int BY_NAME = 0xa1;
  private static final int BY_KEY = 0xa2;
  private static final int MAX_CERTIFICATES = 4;

  private final Signed signed;
  private final List<Certificate> certificates;
  private final Bytes responder;
  private final List<OcspAnswer> answers = new ArrayList<>();
  private final Optional<Bytes> nonce;
  private final boolean usable;

  private OcspResponse(DerReader whole) throws RefusedException {
    DerReader basic = basic(whole);
    signed = Signed.read(basic);
    certificates = certificates(basic);
    basic.end();
    DerReader data = basic.over(signed.content()).sequence();
    responder = responder(data);
    DerTime.generalized(data); // producedAt: the answers have times of their own
    DerReader list = data.sequence();
    while (list.hasMore()) {
      answers.add(OcspAnswer.read(list.sequence()));
    }
    OcspExtensions extensions =
        data.nextIs(EXPLICIT_1)
            ? OcspExtensions.read(data.constructed(EXPLICIT_1))
            : OcspExtensions.NONE;
    usable = extensions.noneCritical();
    nonce = extensions.nonce();
    data.end();
  }

  /**
   * Reads a response.
   *
   * @throws RefusedException {@code malformed_certificate} if it is not a successful basic response
   *     in strict DER
   */
  public static OcspResponse parse(Bytes der) throws RefusedException {
    if (der.size() > MAX_BYTES) {
      throw new RefusedException(
          RefusalCode.MALFORMED_CERTIFICATE, "an OCSP response is larger than 64 KiB");
    }
    return new OcspResponse(DerReader.over(der.toArray(), RefusalCode.MALFORMED_CERTIFICATE));
  }

  /** RFC 6960 §4.2.1, OCSPResponseStatus. */
  private static String error(int status) {
    return switch (status) {
      case 1 -> "malformedRequest";
      case 2 -> "internalError";
      case 3 -> "tryLater";
      case 5 -> "sigRequired";
      case 6 -> "unauthorized";
      default -> "status " + status;
    };
  }

  private static DerReader basic(DerReader whole) throws RefusedException {
    DerReader response = whole.sequence();
    whole.end();
    int status = response.smallInteger(DerReader.ENUMERATED);
    if (status != 0) {
      throw response.refused("the responder did not answer: " + error(status));
    }
    DerReader outer = response.constructed(EXPLICIT_0);
    response.end();
    DerReader typed = outer.sequence();
    outer.end();
    if (!typed.oid().equals(BASIC)) {
      throw typed.refused("not a basic response");
    }
    DerReader content = typed.over(Bytes.of(typed.primitive(DerReader.OCTET_STRING)));
    typed.end();
    DerReader basic = content.sequence();
    content.end();
    return basic;
  }

  private static List<Certificate> certificates(DerReader basic) throws RefusedException {
    if (!basic.hasMore()) {
      return List.of();
    }
    DerReader outer = basic.constructed(EXPLICIT_0);
    DerReader list = outer.sequence();
    outer.end();
    List<Certificate> certificates = new ArrayList<>();
    while (list.hasMore()) {
      if (certificates.size() == MAX_CERTIFICATES) {
        throw list.refused("more than 4 certificates");
      }
      certificates.add(Certificate.parse(list.element(DerReader.SEQUENCE)));
    }
    return List.copyOf(certificates);
  }

  /** The responder as it is named: a whole name, or SHA-1 of its key. */
  private static Bytes responder(DerReader data) throws RefusedException {
    if (data.nextIs(EXPLICIT_0)) {
      throw data.refused("a version that is not 1, or one written although it is the default");
    }
    DerReader id = data.constructed(data.nextIs(BY_NAME) ? BY_NAME : BY_KEY);
    Bytes responder =
        id.nextIs(DerReader.SEQUENCE)
            ? id.element()
            : Bytes.of(id.primitive(DerReader.OCTET_STRING));
    id.end();
    return responder;
  }

  @Override
  public Word about(Certificate certificate, Certificate by, long time, Freshness freshness) {
    Word found = new Word.Silent(false, "is about another certificate");
    for (OcspAnswer answer : answers) {
      Word word = answer.about(certificate, by, time, freshness);
      if (word instanceof Word.Revoked) {
        return counted(word, by, time);
      } else if (!(found instanceof Word.Good) && !isAboutAnother(word)) {
        found = word;
      }
    }
    return counted(found, by, time);
  }

  /** A word that counts, or why it does not; the signature is looked at last. */
  private Word counted(Word word, Certificate by, long time) {
    if (word instanceof Word.Silent) {
      return word;
    } else if (!usable) {
      return new Word.Silent(true, OcspAnswer.CRITICAL);
    }
    return isAuthentic(by, time)
        ? word
        : new Word.Silent(
            true, "is signed neither by the authority nor by a responder that it certified");
  }

  private static boolean isAboutAnother(Word word) {
    return word instanceof Word.Silent(boolean concerns, String _) && !concerns;
  }

  @Override
  public String kind() {
    return "the OCSP response";
  }

  /** Why no answer in it is fresh at a time (Unix seconds), as the end of a sentence. */
  public Optional<String> staleness(long time, Freshness freshness) {
    List<Optional<String>> each =
        answers.stream().map(answer -> answer.staleness(time, freshness)).toList();
    return each.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : each.stream()
            .flatMap(Optional::stream)
            .findFirst()
            .or(() -> Optional.of("holds no answer"));
  }

  List<OcspAnswer> answers() {
    return List.copyOf(answers);
  }

  /** The value of the nonce extension, as it stands. */
  Optional<Bytes> nonce() {
    return nonce;
  }

  private boolean isAuthentic(Certificate authority, long time) {
    if (isSignedBy(authority)) {
      return true;
    }
    return certificates.stream()
        .anyMatch(each -> isDelegate(each, authority, time) && isSignedBy(each));
  }

  private boolean isSignedBy(Certificate signer) {
    boolean named =
        responder.equals(signer.subject().der()) || responder.equals(OcspAnswer.keyHash(signer));
    return named && signed.isBy(signer);
  }

  /** RFC 6960 §4.2.2.2: certified by the authority itself, for this, and exempt from revocation. */
  private static boolean isDelegate(Certificate responder, Certificate authority, long time) {
    Extensions extensions = responder.extensions();
    return responder.issuer().equals(authority.subject())
        && extensions.ekus().equals(List.of(Extensions.OCSP_SIGNING))
        && extensions.hasOcspNoCheck()
        && extensions.hasKeyUsage(Extensions.DIGITAL_SIGNATURE)
        && !extensions.isCa()
        && !extensions.isUnusable()
        && responder.notBefore() <= time
        && time <= responder.notAfter()
        && responder.signed().isBy(authority);
  }
}
