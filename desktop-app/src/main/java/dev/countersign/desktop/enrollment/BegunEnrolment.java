package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.CardLook;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.Enrolled;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.NoAnswer;
import dev.countersign.desktop.enrollment.TokenProof.Made;
import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.submission.Reply;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An enrolment whose code was good. It is completed or fails once, within ten minutes of the code.
 */
public final class BegunEnrolment {
  private static final String SIGNED_TYPE = "application/vnd.countersign.enrolment.v1+json";

  private final PlainHttp http;
  private final DeviceKey device;
  private final EnrolmentOptions options;

  BegunEnrolment(PlainHttp http, DeviceKey device, EnrolmentOptions options) {
    this.http = http;
    this.device = device;
    this.options = options;
  }

  /** What the gateway asks of a card. */
  public CardDemands demands() {
    return new CardDemands(options.cards(), Set.of());
  }

  /** Completes it with a key; blocks until it is complete or has failed. */
  public EnrolmentOutcome with(Enroller.Owner owner) throws InterruptedException {
    return with(new KeyProof(owner, List.of()));
  }

  /**
   * Completes it with a card; blocks until it is complete or has failed.
   *
   * @param clock tells whether the certificate is valid before a PIN is asked for
   */
  public EnrolmentOutcome with(Enroller.CardOwner owner, InstantSource clock)
      throws InterruptedException {
    CardHands hands = new CardHands(owner.card(), new AskedOwner(owner));
    return with(new CardProof(hands, owner.certificate(), owner.name(), clock));
  }

  private record AskedOwner(Enroller.CardOwner owner) implements CardHands.Owner {
    @Override
    public Optional<char[]> pin(CardLook look, Optional<String> message)
        throws InterruptedException {
      return owner.pin().ask(message);
    }

    @Override
    public void pad(String words) {
      owner.pad().accept(words);
    }

    @Override
    public void progress(TokenProgress progress) {
      // It is over in a moment, and whoever enrols is told how it ended.
    }
  }

  private EnrolmentOutcome with(TokenProof token) throws InterruptedException {
    try {
      return switch (token.make(options, device.publicKey().thumbprint())) {
        case Made.Failed(EnrolmentOutcome outcome) -> outcome;
        case Made.Proven proven -> complete(proven);
      };
    } catch (RefusedException unreadable) {
      return Enroller.notValid(unreadable);
    }
  }

  private EnrolmentOutcome complete(Made.Proven proven)
      throws InterruptedException, RefusedException {
    byte[] digest = Digest.sha256(proven.vouched().toArray()).toArray();
    JsonObject.Builder message =
        JsonObject.builder()
            .put("enrolment_id", options.enrolmentId())
            .put("device", device.publicKey().jwk())
            .put("device_sig", Bytes.of(device.sign(Pae.encode(SIGNED_TYPE, digest))));
    proven.members().put(message);
    message.put("token_name", proven.credential().name());
    Reply reply = http.send(Call.postJson("/v1/enrolments", message.build()));
    return reply instanceof Reply.Success(int _, Bytes body)
        ? enrolled(proven, Enroller.reader(body))
        : Enroller.failed(reply);
  }

  private EnrolmentOutcome enrolled(Made.Proven proven, ObjectReader answer)
      throws RefusedException {
    boolean same =
        answer.identifier("device_jkt").equals(device.publicKey().thumbprint())
            && answer.bytes("credential_id").equals(proven.credential().id())
            && answer.identifier("approver").equals(options.approver());
    if (!same) {
      return new NoAnswer("the gateway enrolled something else than was asked for");
    }
    EnrolmentPins pins =
        new EnrolmentPins(
            http.address().base(),
            options.keys(),
            options.audience(),
            options.demo(),
            options.witness(),
            options.approver(),
            List.of(proven.credential()));
    return new Enrolled(pins, answer.string(proven.members().worth()));
  }
}
