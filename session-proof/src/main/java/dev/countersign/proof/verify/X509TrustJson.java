package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.x509.CardJws;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The members of a trust file that are about smart cards, as JSON. */
final class X509TrustJson {
  private static final RefusalCode CODE = RefusalCode.MALFORMED_JSON;

  private X509TrustJson() {}

  static X509Trust read(ObjectReader reader) throws RefusedException {
    try {
      List<Certificate> roots = new ArrayList<>();
      for (Bytes root : binary(reader, "roots")) {
        Certificate certificate = Certificate.parse(root);
        CertificateTrust.requireRoot(certificate);
        roots.add(certificate);
      }
      Set<String> ekus = oids(reader, "ekus");
      Set<String> policies = reader.has("policies") ? oids(reader, "policies") : Set.of();
      X509Trust trust =
          new X509Trust(
              new CertificateTrust(roots, ekus, policies),
              reader.has("crls") ? binary(reader, "crls") : List.of(),
              reader.has("ocsp") ? binary(reader, "ocsp") : List.of());
      reader.end();
      return trust;
    } catch (RefusedException malformed) {
      throw malformed.as(CODE);
    } catch (IllegalArgumentException notAnOid) {
      throw reader.refused("ekus", "or policies hold no identifier of one purpose or policy");
    }
  }

  private static List<Bytes> binary(ObjectReader reader, String member) throws RefusedException {
    List<Bytes> values = new ArrayList<>();
    for (String text : reader.strings(member)) {
      values.add(Bytes.fromBase64Url(text));
    }
    requireDistinct(reader, member, values);
    return values;
  }

  private static Set<String> oids(ObjectReader reader, String member) throws RefusedException {
    List<String> oids = reader.identifiers(member);
    requireDistinct(reader, member, oids);
    return Set.copyOf(oids);
  }

  private static void requireDistinct(ObjectReader reader, String member, Collection<?> values)
      throws RefusedException {
    if (new HashSet<>(values).size() != values.size()) {
      throw reader.refused(member, "names something twice");
    }
  }

  /** A token of a kind of card. */
  static Credential.Card card(ObjectReader reader, boolean userVerified, RefusalCode code)
      throws RefusedException {
    List<String> texts = reader.strings("x5c");
    if (texts.isEmpty() || texts.size() > CardJws.MAX_CHAIN) {
      throw reader.refused("x5c", "does not hold 1 to 4 certificates");
    }
    try {
      List<Certificate> chain = new ArrayList<>();
      for (String text : texts) {
        chain.add(Certificate.parseBase64(text));
      }
      return Credential.Card.of(chain, userVerified);
    } catch (RefusedException malformed) {
      throw malformed.as(code);
    }
  }

  /** Certificates as standard base64, as JOSE has it. */
  static JsonArray x5c(List<Certificate> chain) {
    return JsonArray.ofStrings(chain.stream().map(Certificate::base64).toList());
  }

  static JsonObject json(X509Trust trust) {
    CertificateTrust certificates = trust.certificates();
    List<Bytes> roots = certificates.roots().stream().map(Certificate::der).toList();
    JsonObject.Builder json =
        JsonObject.builder().put("roots", array(roots)).put("ekus", sorted(certificates.ekus()));
    if (!certificates.policies().isEmpty()) {
      json.put("policies", sorted(certificates.policies()));
    }
    if (!trust.crls().isEmpty()) {
      json.put("crls", array(trust.crls()));
    }
    if (!trust.ocsp().isEmpty()) {
      json.put("ocsp", array(trust.ocsp()));
    }
    return json.build();
  }

  private static JsonArray sorted(Set<String> oids) {
    return JsonArray.ofStrings(oids.stream().sorted().toList());
  }

  private static JsonArray array(List<Bytes> values) {
    return JsonArray.ofStrings(values.stream().map(Bytes::base64Url).toList());
  }
}
