package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.CardSignature;
import dev.countersign.desktop.approval.CardSignature.Outcome;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.CardFailed;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.request.Version;
import dev.countersign.proof.x509.CardJws;
import java.time.InstantSource;

/**
 * A smart card signs the challenge of its enrolment ({@code enrolment+jws}).
 *
 * @param certificate the one of the card that will approve
 * @param name what its owner calls it, 1 to 100 characters
 */
record CardProof(CardHands hands, CardCertificate certificate, String name, InstantSource clock)
    implements TokenProof {
  @Override
  public Made make(EnrolmentOptions options, String deviceJkt) throws InterruptedException {
    CardCredential credential;
    try {
      credential = CardCredential.of(certificate.chain(), name);
    } catch (RefusedException noUse) {
      return failed(CardMessage.noCertificate());
    }
    CardJws draft =
        CardJws.draft(
            CardJws.Type.ENROLMENT,
            credential.algorithm(),
            credential.chain(),
            payload(options, deviceJkt));
    return switch (new CardSignature(credential, _ -> draft, clock).by(hands)) {
      case Outcome.Made(CardJws jws, boolean eachUse) ->
          new Made.Proven(
              credential, Bytes.utf8(jws.compact()), new Possession(jws.compact(), eachUse));
      case Outcome.NotThisCard() -> failed(CardMessage.swapped());
      case Outcome.Failed(TokenFailure failure) -> failed(CardMessage.of(failure));
    };
  }

  private static Made failed(TokenMessage words) {
    return new Made.Failed(new CardFailed(words));
  }

  /** What the card signs, byte for byte ({@code docs/api.md}, enrolment, step 4). */
  private static Bytes payload(EnrolmentOptions options, String deviceJkt) {
    return Bytes.of(
        JsonWriter.compact(
            JsonObject.builder()
                .put("v", Version.CURRENT)
                .put("iss", options.keys().issuer())
                .put("aud", options.audience())
                .put("challenge", options.challenge())
                .put("device_jkt", deviceJkt)
                .build()));
  }

  private record Possession(String jws, boolean eachUse) implements Members {
    @Override
    public void put(JsonObject.Builder message) {
      message.put("jws", jws).put("pin_each_use", eachUse);
    }

    @Override
    public Bytes registration() {
      return Bytes.utf8(jws);
    }

    @Override
    public String worth() {
      return "kind";
    }
  }
}
