package dev.countersign.gateway.enrollment;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A metadata BLOB of the FIDO Metadata Service, version 3 (FIDO Metadata Service §3.1): a JWT whose
 * certificate chain leads to a pinned root. Only what enrolment needs is kept; an instance exists
 * only of a BLOB whose signature and chain were verified.
 *
 * @param number the BLOB's serial number
 * @param nextUpdate when it stops being current, at the start of that day in UTC
 */
public record MetadataBlob(long number, Instant nextUpdate, Map<String, Model> models) {

  /** The service's own is about 5 MiB. */
  private static final int LARGEST = 32 * 1024 * 1024;

  /** Status reports (§3.1.4) after which a model proves nothing. */
  private static final Set<String> BROKEN =
      Set.of(
          "REVOKED",
          "USER_VERIFICATION_BYPASS",
          "ATTESTATION_KEY_COMPROMISE",
          "USER_KEY_REMOTE_COMPROMISE",
          "USER_KEY_PHYSICAL_COMPROMISE");

  public MetadataBlob {
    models = Map.copyOf(models);
  }

  /**
   * What it says of one model.
   *
   * @param roots attestation roots or, where the metadata pins them, the attestation certificates
   * @param broken the first status report that rules it out
   */
  public record Model(List<X509Certificate> roots, Optional<String> broken) {
    public Model {
      roots = List.copyOf(roots);
    }
  }

  Optional<Model> model(String aaguid) {
    return Optional.ofNullable(models.get(aaguid));
  }

  /**
   * Verifies and reads one. An old one is read as well: whether it is current is judged at each
   * enrolment.
   *
   * @param jwt compact serialisation, ASCII
   * @param signer whom the roots must have certified: a DNS name in the leaf certificate
   * @throws MetadataException when the signature or chain does not hold, or it is not a BLOB
   */
  public static MetadataBlob read(
      byte[] jwt, List<X509Certificate> roots, String signer, Instant now)
      throws MetadataException {
    if (jwt.length > LARGEST) {
      throw new MetadataException("the metadata is too large");
    }
    try {
      JWSObject signed = JWSObject.parse(new String(jwt, StandardCharsets.US_ASCII).strip());
      MetadataSignature.require(signed, roots, signer, now);
      return parse(JSONObjectUtils.parse(signed.getPayload().toString()));
    } catch (ParseException | JOSEException | CertificateException | DateTimeException broken) {
      throw new MetadataException("the metadata cannot be read", broken);
    } catch (ClassCastException | IllegalArgumentException | NullPointerException shape) {
      // The JSON has another shape than the specification's; nothing of it is used.
      throw new MetadataException("the metadata is not of version 3", shape);
    }
  }

  private static MetadataBlob parse(Map<String, Object> payload)
      throws ParseException, CertificateException {
    Map<String, Model> models = new HashMap<>();
    for (Map<String, Object> entry : objects(payload, "entries")) {
      String aaguid = JSONObjectUtils.getString(entry, "aaguid");
      if (aaguid != null) { // U2F and UAF models have another name
        models.put(aaguid.toLowerCase(Locale.ROOT), model(entry));
      }
    }
    Instant next =
        LocalDate.parse(string(payload, "nextUpdate")).atStartOfDay(ZoneOffset.UTC).toInstant();
    return new MetadataBlob(JSONObjectUtils.getLong(payload, "no"), next, models);
  }

  private static Model model(Map<String, Object> entry)
      throws ParseException, CertificateException {
    Optional<String> broken = Optional.empty();
    for (Map<String, Object> report : objects(entry, "statusReports")) {
      String status = string(report, "status");
      if (broken.isEmpty() && BROKEN.contains(status)) {
        broken = Optional.of(status);
      }
    }
    return new Model(roots(entry), broken);
  }

  private static List<X509Certificate> roots(Map<String, Object> entry)
      throws ParseException, CertificateException {
    Map<String, Object> statement = JSONObjectUtils.getJSONObject(entry, "metadataStatement");
    List<X509Certificate> roots = new ArrayList<>();
    if (statement != null) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (String root : JSONObjectUtils.getStringList(statement, "attestationRootCertificates")) {
        byte[] der = Base64.getMimeDecoder().decode(root);
        roots.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    }
    return roots;
  }

  private static List<Map<String, Object>> objects(Map<String, Object> from, String name)
      throws ParseException {
    Map<String, Object>[] found = JSONObjectUtils.getJSONObjectArray(from, name);
    if (found == null) {
      throw new ParseException(name + " is missing", 0);
    }
    return List.of(found);
  }

  private static String string(Map<String, Object> from, String name) throws ParseException {
    String found = JSONObjectUtils.getString(from, name);
    if (found == null) {
      throw new ParseException(name + " is missing", 0);
    }
    return found;
  }
}
