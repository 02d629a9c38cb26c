package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.Enrolled;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.NoAnswer;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.Refused;
import dev.countersign.desktop.enrollment.EnrolmentOutcome.TokenFailed;
import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.submission.Reply;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.GatewayKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Enrols this device and a token at a gateway with a one-time code ({@code docs/api.md}). */
public final class Enroller {
  private static final String SIGNED_TYPE = "application/vnd.countersign.enrolment.v1+json";
  private static final Duration TOKEN_PATIENCE = Duration.ofSeconds(60);
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);

  private final PlainHttp http;
  private final DeviceKey device;

  public Enroller(PlainHttp http, DeviceKey device) {
    this.http = http;
    this.device = device;
  }

  /**
   * The token to enrol and its owner's part in it.
   *
   * @param name what its owner calls it, 1 to 100 characters
   * @param pin asked for when the token wants its PIN; must give a fresh array, which is wiped
   * @param progress told on the token's thread
   */
  public record Owner(Token token, String name, PinSource pin, Consumer<TokenProgress> progress) {}

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

  private record Options(
      String enrolmentId,
      String approver,
      Bytes userId,
      String rpName,
      Bytes challenge,
      String audience,
      boolean demo,
      GatewayKeys keys,
      EnrolmentPins.Witness witness) {}

  /** Blocks until the enrolment is complete or has failed. */
  public EnrolmentOutcome enrol(String code, Owner owner) throws InterruptedException {
    JsonObject begin =
        JsonObject.builder().put("code", code).put("device", device.publicKey().jwk()).build();
    Reply reply = http.send(Call.postJson("/v1/enrolments/options", begin));
    if (!(reply instanceof Reply.Success(int status, Bytes body))) {
      return failed(reply);
    }
    try {
      return enrol(options(body), owner);
    } catch (RefusedException unreadable) {
      return new NoAnswer("the gateway's answer is not valid: " + unreadable.getMessage());
    }
  }

  private EnrolmentOutcome enrol(Options options, Owner owner)
      throws InterruptedException, RefusedException {
    Bytes clientData = ClientData.create(options.challenge(), options.audience());
    RegistrationOutcome made = register(options, clientData, owner);
    if (!(made instanceof RegistrationOutcome.Registered(Bytes credentialId, Bytes attested))) {
      return new TokenFailed(made);
    }
    Optional<AttestedCredential> credential = AttestedCredential.find(attested, credentialId);
    if (credential.isEmpty()) {
      return new TokenFailed(
          new TokenFailure.Unusable(
              TokenFailure.Reason.MALFORMED_ANSWER, "Its new credential is not readable."));
    }
    Reply reply =
        http.send(Call.postJson("/v1/enrolments", made(options, clientData, attested, owner)));
    return reply instanceof Reply.Success(int status, Bytes body)
        ? enrolled(options, owner, credentialId, credential.get().key(), body)
        : failed(reply);
  }

  private JsonObject made(Options options, Bytes clientData, Bytes attestation, Owner owner) {
    byte[] digest = Digest.sha256(clientData.toArray()).toArray();
    return JsonObject.builder()
        .put("enrolment_id", options.enrolmentId())
        .put("device", device.publicKey().jwk())
        .put("device_sig", Bytes.of(device.sign(Pae.encode(SIGNED_TYPE, digest))))
        .put("client_data_json", clientData)
        .put("attestation_object", attestation)
        .put("token_name", owner.name())
        .build();
  }

  private EnrolmentOutcome enrolled(
      Options options, Owner owner, Bytes credentialId, P256VerifyingKey key, Bytes body)
      throws RefusedException {
    ObjectReader answer = reader(body);
    boolean same =
        answer.identifier("device_jkt").equals(device.publicKey().thumbprint())
            && answer.bytes("credential_id").equals(credentialId)
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
            List.of(new FidoCredential(credentialId, key, owner.name())));
    return new Enrolled(pins, answer.string("attestation"));
  }

  private RegistrationOutcome register(Options options, Bytes clientData, Owner owner)
      throws InterruptedException {
    Optional<Pin> pin = Optional.empty();
    while (true) {
      RegistrationOutcome outcome = attempt(options, clientData, owner, pin);
      Optional<TokenFailure.WrongPin> wrong = Optional.empty();
      if (outcome instanceof TokenFailure.WrongPin last && last.triesLeft().orElse(1) > 0) {
        wrong = Optional.of(last);
      } else if (!(outcome instanceof TokenFailure.PinRequired) || pin.isPresent()) {
        return outcome;
      }
      pin = owner.pin().ask(wrong).map(Pin::takeOver);
      if (pin.isEmpty()) {
        return new TokenFailure.Cancelled();
      }
    }
  }

  private static RegistrationOutcome attempt(
      Options options, Bytes clientData, Owner owner, Optional<Pin> pin)
      throws InterruptedException {
    RegistrationRequest request =
        new RegistrationRequest(
            options.audience(),
            options.rpName(),
            new RegistrationRequest.User(options.userId(), options.approver(), options.approver()),
            false,
            clientData,
            List.of(),
            pin,
            TOKEN_PATIENCE);
    return owner
        .token()
        .register(request, owner.progress())
        .await(TOKEN_PATIENCE.plus(BRIDGE_GRACE), new TokenFailure.TimedOut());
  }

  private static Options options(Bytes body) throws RefusedException {
    ObjectReader answer = reader(body);
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
    return new Options(
        answer.identifier("enrolment_id"),
        answer.reader("approver").identifier("id"),
        answer.bytes("user_id"),
        rp.string("name"),
        answer.bytes("challenge"),
        audience,
        demo,
        new GatewayKeys(issuer, EnrolmentPinsJson.keys(answer)),
        EnrolmentPinsJson.witness(answer.reader("witness")));
  }

  private static ObjectReader reader(Bytes body) throws RefusedException {
    return new ObjectReader(
        StrictJson.parseObject(body.toArray()), "answer", RefusalCode.MALFORMED_JSON);
  }

  private static EnrolmentOutcome failed(Reply reply) {
    return switch (reply) {
      case Reply.Problem problem -> new Refused(problem.code());
      case Reply.NoAnswer(String reason) -> new NoAnswer(reason);
      case Reply.Success success -> new NoAnswer("an unexpected answer");
    };
  }
}
