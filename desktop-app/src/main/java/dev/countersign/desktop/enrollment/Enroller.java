package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.NoAnswer;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.Refused;
import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.submission.Reply;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Enrols this device and a token at a gateway with a one-time code ({@code docs/api.md}). */
public final class Enroller {
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
   * @param pad told, on any thread, that the reader asks for the PIN itself and what to know before
   */
  public record CardOwner(
      Card card,
      CardCertificate certificate,
      String name,
      CardPinSource pin,
      Consumer<String> pad) {}

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

  /** How the beginning of an enrolment ended. */
  public sealed interface Begun {
    /** The code is good. */
    record Open(BegunEnrolment enrolment) implements Begun {}

    /** It is not, or there was no usable answer. */
    record Ended(EnrolmentOutcome outcome) implements Begun {}
  }

  /** Presents a one-time code, which counts one of its attempts; it is used up at the end only. */
  public Begun begin(String code) throws InterruptedException {
    JsonObject begin =
        JsonObject.builder().put("code", code).put("device", device.publicKey().jwk()).build();
    Reply reply = http.send(Call.postJson("/v1/enrolments/options", begin));
    if (!(reply instanceof Reply.Success(int _, Bytes body))) {
      return new Begun.Ended(failed(reply));
    }
    try {
      return new Begun.Open(new BegunEnrolment(http, device, EnrolmentOptions.read(reader(body))));
    } catch (RefusedException unreadable) {
      return new Begun.Ended(notValid(unreadable));
    }
  }

  /** Enrols with a key; blocks until the enrolment is complete or has failed. */
  public EnrolmentOutcome enrol(String code, Owner owner) throws InterruptedException {
    return switch (begin(code)) {
      case Begun.Open(BegunEnrolment enrolment) -> enrolment.with(owner);
      case Begun.Ended(EnrolmentOutcome outcome) -> outcome;
    };
  }

  /**
   * Enrols with a card; blocks until the enrolment is complete or has failed.
   *
   * @param clock tells whether the certificate is valid before a PIN is asked for
   */
  public EnrolmentOutcome enrol(String code, CardOwner owner, InstantSource clock)
      throws InterruptedException {
    return switch (begin(code)) {
      case Begun.Open(BegunEnrolment enrolment) -> enrolment.with(owner, clock);
      case Begun.Ended(EnrolmentOutcome outcome) -> outcome;
    };
  }

  static ObjectReader reader(Bytes body) throws RefusedException {
    return new ObjectReader(
        StrictJson.parseObject(body.toArray()), "answer", RefusalCode.MALFORMED_JSON);
  }

  static EnrolmentOutcome failed(Reply reply) {
    return switch (reply) {
      case Reply.Problem problem -> new Refused(problem.code());
      case Reply.NoAnswer(String reason) -> new NoAnswer(reason);
      case Reply.Success _ -> new NoAnswer("an unexpected answer");
    };
  }

  static EnrolmentOutcome notValid(RefusedException unreadable) {
    return new NoAnswer("the gateway's answer is not valid: " + unreadable.getMessage());
  }
}
