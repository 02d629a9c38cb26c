package dev.countersign.gateway.enrollment;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.request.Version;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.x509.CardJws;
import java.util.Optional;

/** Verifies that a card's key is there: it signs the challenge of the enrolment. */
final class CardRegistration {
  private final String issuer;
  private final String audience;
  private final CardPolicy policy;

  CardRegistration(String issuer, String audience, CardPolicy policy) {
    this.issuer = issuer;
    this.audience = audience;
    this.policy = policy;
  }

  /**
   * Checks a proof of possession.
   *
   * @param now Unix seconds
   * @throws RefusedException with the code of the first check that fails
   */
  Credential.Card verify(Bytes challenge, String deviceJkt, String compact, long now)
      throws RefusedException {
    CardJws jws = CardJws.parse(compact, CardJws.Type.ENROLMENT);
    boolean proven = policy.provesPin(jws.chain());
    Credential.Card card = Credential.Card.of(jws.chain(), proven);
    if (!card.key().jwsAlgorithm().equals(Optional.of(jws.algorithm()))) {
      throw new RefusedException(
          RefusalCode.WRONG_ALGORITHM, "the algorithm is not that of the card's key");
    }
    if (!jws.payload().equals(payload(challenge, deviceJkt))) {
      throw new RefusedException(
          RefusalCode.PAYLOAD_MISMATCH, "the card signed something else than this enrolment");
    }
    if (!jws.isSignedBy(card.key())) {
      throw new RefusedException(
          RefusalCode.BAD_TOKEN_SIGNATURE, "the card did not sign this enrolment");
    }
    policy.rules().require(jws.chain(), now);
    return card;
  }

  /** What the card signs, byte for byte. */
  Bytes payload(Bytes challenge, String deviceJkt) {
    return Bytes.of(
        JsonWriter.compact(
            JsonObject.builder()
                .put("v", Version.CURRENT)
                .put("iss", issuer)
                .put("aud", audience)
                .put("challenge", challenge)
                .put("device_jkt", deviceJkt)
                .build()));
  }
}
