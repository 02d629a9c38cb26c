package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.CardLook;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.Enrolled;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.NoAnswer;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.Refused;
import dev.countersign.desktop.enrollment.TokenProof.Made;
import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.submission.Reply;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Enrols this device and a token at a gateway with a one-time code ({@code docs/api.md}). */
public final class Enroller {
  private static final String SIGNED_TYPE = "application/vnd.countersign.enrolment.v1+json";

  private final PlainHttp http;
  private final DeviceKey device;

  public Enroller(PlainHttp http, DeviceKey device) {
    this.http = http;
    this.device = device;
  }

  /**
   * The key to enrol and its owner's part in it.
   *
   * @param name what its owner calls it, 1 to 100 characters
   * @param pin asked for when the token wants its PIN; must give a fresh array, which is wiped
   * @param progress told on the token's thread
   */
  public record Owner(Token token, String name, PinSource pin, Consumer<TokenProgress> progress) {}

  /**
   * The card to enrol and its owner's part in it.
   *
   * @param certificate the one of the card that will approve
   * @param name what its owner calls it, 1 to 100 characters
   * @param progress told on the card's thread
   */
  public record CardOwner(
      Card card,
      CardCertificate certificate,
      String name,
      CardPinSource pin,
      Consumer<TokenProgress> progress) {}

  /** Gives the PIN, or nothing to stop. */
  @FunctionalInterface
  public interface PinSource {
    /**
     * Asks once.
     *
     * @param last the wrong PIN's outcome when it is asked again
     */
    Optional<char[]> ask(Optional<TokenFailure.WrongPin> last) throws InterruptedException;
  }

  /** Gives a card's PIN as a fresh array, which is wiped, or nothing to stop. */
  @FunctionalInterface
  public interface CardPinSource {
    /**
     * Asks once; never when the reader has a PIN pad.
     *
     * @param message what to say before: that the last PIN was wrong, or that this is the last try
     */
    Optional<char[]> ask(Optional<String> message) throws InterruptedException;
  }

  /** Enrols with a key; blocks until the enrolment is complete or has failed. */
  public EnrolmentOutcome enrol(String code, Owner owner) throws InterruptedException {
    return enrol(code, new KeyProof(owner, List.of()));
  }

  /**
   * Enrols with a card; blocks until the enrolment is complete or has failed.
   *
   * @param clock tells whether the certificate is valid before a PIN is asked for
   */
  public EnrolmentOutcome enrol(String code, CardOwner owner, InstantSource clock)
      throws InterruptedException {
    CardHands hands = new CardHands(owner.card(), new AskedOwner(owner));
    return enrol(code, new CardProof(hands, owner.certificate(), owner.name(), clock));
  }

  private record AskedOwner(CardOwner owner) implements CardHands.Owner {
    @Override
    public Optional<char[]> pin(CardLook look, Optional<String> message)
        throws InterruptedException {
      return owner.pin().ask(message);
    }

    @Override
    public void progress(CardLook look, TokenProgress progress) {
      owner.progress().accept(progress);
    }
  }

  private EnrolmentOutcome enrol(String code, TokenProof token) throws InterruptedException {
    JsonObject begin =
        JsonObject.builder().put("code", code).put("device", device.publicKey().jwk()).build();
    Reply reply = http.send(Call.postJson("/v1/enrolments/options", begin));
    if (!(reply instanceof Reply.Success(int _, Bytes body))) {
      return failed(reply);
    }
    try {
      EnrolmentOptions options = EnrolmentOptions.read(reader(body));
      return switch (token.make(options, device.publicKey().thumbprint())) {
        case Made.Failed(EnrolmentOutcome outcome) -> outcome;
        case Made.Proven proven -> complete(options, proven);
      };
    } catch (RefusedException unreadable) {
      return new NoAnswer("the gateway's answer is not valid: " + unreadable.getMessage());
    }
  }

  private EnrolmentOutcome complete(EnrolmentOptions options, Made.Proven proven)
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
        ? enrolled(options, proven, reader(body))
        : failed(reply);
  }

  private EnrolmentOutcome enrolled(
      EnrolmentOptions options, Made.Proven proven, ObjectReader answer) throws RefusedException {
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

  private static ObjectReader reader(Bytes body) throws RefusedException {
    return new ObjectReader(
        StrictJson.parseObject(body.toArray()), "answer", RefusalCode.MALFORMED_JSON);
  }

  private static EnrolmentOutcome failed(Reply reply) {
    return switch (reply) {
      case Reply.Problem problem -> new Refused(problem.code());
      case Reply.NoAnswer(String reason) -> new NoAnswer(reason);
      case Reply.Success _ -> new NoAnswer("an unexpected answer");
    };
  }
}
