package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.CardLook;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.CardFailed;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.request.Version;
import dev.countersign.proof.x509.CardJws;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A smart card signs the challenge of its enrolment ({@code enrolment+jws}). */
record CardProof(Enroller.CardOwner owner, InstantSource clock) implements TokenProof {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);

  @Override
  public Made make(EnrolmentOptions options, String deviceJkt) throws InterruptedException {
    CardCredential credential;
    try {
      credential = CardCredential.of(owner.certificate().chain(), owner.name());
    } catch (RefusedException noUse) {
      return failed(CardMessage.noCertificate());
    }
    CardJws draft =
        CardJws.draft(
            CardJws.Type.ENROLMENT,
            credential.algorithm(),
            credential.chain(),
            payload(options, deviceJkt));
    Optional<String> wrong = Optional.empty();
    while (true) {
      CertificatesOutcome seen = CardLook.await(owner.card().certificates(CardLook.DEADLINE));
      if (!(seen instanceof CertificatesOutcome.Listed listed)) {
        return failed(CardMessage.of((TokenFailure) seen));
      }
      Optional<CardLook> look =
          CardLook.enrolled(listed, List.of(credential), clock.instant()).stream().findFirst();
      if (look.isEmpty()) {
        return failed(CardMessage.notThisCard());
      }
      Optional<TokenFailure> obstacle = look.get().obstacle(clock.instant());
      if (obstacle.isPresent()) {
        return failed(CardMessage.of(obstacle.get()));
      }
      switch (attempt(look.get(), draft, wrong)) {
        case CardSignOutcome.Signed(Bytes signature, boolean eachUse) -> {
          return proven(credential, draft.sealed(signature), eachUse);
        }
        case CardSignOutcome.NotThisCard() -> {
          return failed(CardMessage.notThisCard());
        }
        case TokenFailure.WrongPin(OptionalInt left)
            when left.orElse(1) > 0 && !look.get().pin().pad() ->
            wrong = Optional.of("That PIN is wrong.");
        case TokenFailure failure -> {
          return failed(CardMessage.of(failure));
        }
      }
    }
  }

  /** Asks for the PIN and signs, once. */
  private CardSignOutcome attempt(CardLook look, CardJws draft, Optional<String> wrong)
      throws InterruptedException {
    Optional<Pin> pin = Optional.empty();
    if (!look.pin().pad()) {
      String said = (wrong.orElse("") + " " + look.warning().orElse("")).strip();
      pin = owner.pin().ask(Optional.of(said).filter(words -> !words.isEmpty())).map(Pin::takeOver);
      if (pin.isEmpty()) {
        return new TokenFailure.Cancelled();
      }
    }
    return owner
        .card()
        .sign(
            new CardSignRequest(
                draft.leaf().thumbprint(),
                draft.algorithm(),
                Bytes.of(draft.signingInput()),
                pin,
                PATIENCE),
            owner.progress())
        .await(PATIENCE.plus(BRIDGE_GRACE), new TokenFailure.TimedOut());
  }

  private static Made proven(CardCredential credential, CardJws jws, boolean eachUse) {
    return jws.isSignedBy(credential.key())
        ? new Made.Proven(
            credential, Bytes.utf8(jws.compact()), new Possession(jws.compact(), eachUse))
        : failed(
            CardMessage.of(
                new TokenFailure.Unusable(
                    TokenFailure.Reason.WRONG_SIGNATURE,
                    "its signature is not what was asked for.")));
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
