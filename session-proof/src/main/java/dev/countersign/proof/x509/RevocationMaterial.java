package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** Revocation statements that somebody holds: each was read once, none is trusted for that. */
public final class RevocationMaterial implements RevocationSource {
  private final List<Crl> crls;
  private final List<OcspResponse> responses;

  public RevocationMaterial(List<Crl> crls, List<OcspResponse> responses) {
    this.crls = List.copyOf(crls);
    this.responses = List.copyOf(responses);
  }

  /**
   * Reads DER.
   *
   * @throws RefusedException {@code malformed_certificate} if one is not what it should be
   */
  public static RevocationMaterial parse(List<Bytes> crls, List<Bytes> responses)
      throws RefusedException {
    List<Crl> lists = new ArrayList<>();
    for (Bytes each : crls) {
      lists.add(Crl.parse(each));
    }
    List<OcspResponse> answers = new ArrayList<>();
    for (Bytes each : responses) {
      answers.add(OcspResponse.parse(each));
    }
    return new RevocationMaterial(lists, answers);
  }

  @Override
  public List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    List<RevocationStatement> statements = new ArrayList<>(responses);
    Bytes name = certificate.issuer().der();
    crls.stream().filter(crl -> crl.issuerName().equals(name)).forEach(statements::add);
    return statements;
  }
}
