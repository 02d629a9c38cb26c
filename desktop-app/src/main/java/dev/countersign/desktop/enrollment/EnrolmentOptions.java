package dev.countersign.desktop.enrollment;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CertificateTrust;
import java.util.Optional;

/**
 * What the gateway answers to a one-time code ({@code docs/api.md}, enrolment, step 2).
 *
 * @param cards which certificates of smart cards it takes; empty when it does not say
 */
record EnrolmentOptions(
    String enrolmentId,
    String approver,
    Bytes userId,
    String rpName,
    Bytes challenge,
    String audience,
    boolean demo,
    GatewayKeys keys,
    EnrolmentPins.Witness witness,
    Optional<CertificateTrust> cards) {

  static EnrolmentOptions read(ObjectReader answer) throws RefusedException {
    ObjectReader rp = answer.reader("rp");
    String audience = answer.identifier("aud");
    String issuer = answer.identifier("issuer");
    boolean demo = answer.bool("demo");
    if (!rp.identifier("id").equals(audience)) {
      throw rp.refused("id", "is not the audience");
    }
    if (demo != issuer.startsWith("demo.")) {
      throw answer.refused("demo", "contradicts the issuer's name");
    }
    return new EnrolmentOptions(
        answer.identifier("enrolment_id"),
        answer.reader("approver").identifier("id"),
        answer.bytes("user_id"),
        rp.string("name"),
        answer.bytes("challenge"),
        audience,
        demo,
        new GatewayKeys(issuer, EnrolmentPinsJson.keys(answer)),
        EnrolmentPinsJson.witness(answer.reader("witness")),
        X509Trust.said(answer));
  }
}
