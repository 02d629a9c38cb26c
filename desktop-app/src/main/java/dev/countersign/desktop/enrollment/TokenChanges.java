package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.GatewayAnswer;
import dev.countersign.desktop.enrollment.StepUpSigning.Signed;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.Done;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.NoAnswer;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.Refused;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.TokenFailed;
import dev.countersign.desktop.enrollment.TokenProof.Made;
import dev.countersign.desktop.submission.GatewayClient;
import dev.countersign.desktop.submission.GatewayClient.TokenOffer;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.StepUp;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Changes which tokens are enrolled for this approver: each change is confirmed by a key that is
 * enrolled already ({@code docs/protocol.md} §6.2). Every method blocks until the change was made
 * or failed; interrupting the thread gives it up.
 */
public final class TokenChanges {
  private final EnrolmentFile enrolment;
  private final DeviceKey device;
  private final GatewayClient gateway;
  private final Supplier<List<Token>> attached;
  private final TokenRecord record;
  private final InstantSource clock;

  /**
   * For one enrolled device.
   *
   * @param attached the keys that are plugged in now
   */
  public TokenChanges(
      EnrolmentFile enrolment,
      DeviceKey device,
      GatewayClient gateway,
      Supplier<List<Token>> attached,
      TokenRecord record,
      InstantSource clock) {
    this.enrolment = enrolment;
    this.device = device;
    this.gateway = gateway;
    this.attached = attached;
    this.record = record;
    this.clock = clock;
  }

  /**
   * Enrols a further key.
   *
   * @param fresh the new key
   * @param name what its owner calls it, 1 to 100 characters
   */
  public TokenChangeOutcome add(Token fresh, String name, Person person)
      throws InterruptedException {
    return withOffer(offer -> {
      person.says("Touch the new key when it blinks.");
      return switch (registered(offer, fresh, name, person)) {
        case Made.Failed(EnrolmentOutcome.TokenFailed(RegistrationOutcome outcome)) ->
            new TokenFailed(words(outcome));
        case Made.Failed(EnrolmentOutcome.CardFailed(TokenMessage words)) -> new TokenFailed(words);
        case Made.Failed failed -> throw new IllegalStateException(failed.toString());
        case Made.Proven proven -> add(offer, fresh, proven, person);
      };
    });
  }

  private Made registered(TokenOffer offer, Token fresh, String name, Person person)
      throws InterruptedException {
    EnrolmentPins pins = enrolment.pins();
    Enroller.Owner owner =
        new Enroller.Owner(
            fresh,
            name,
            last -> person.pin(fresh.info().name(), last),
            progress -> {
              if (progress == TokenProgress.TOUCH_NEEDED) {
                person.says("Touch the new key now.");
              }
            });
    EnrolmentOptions options =
        new EnrolmentOptions(
            "",
            pins.approver(),
            offer.userId(),
            pins.audience(),
            offer.nonce(),
            pins.audience(),
            pins.demo(),
            pins.gatewayKeys(),
            pins.witness());
    List<Bytes> enrolled = pins.credentials().stream().map(EnrolledCredential::id).toList();
    return new KeyProof(owner, enrolled).make(options, device.publicKey().thumbprint());
  }

  private TokenChangeOutcome add(TokenOffer offer, Token fresh, Made.Proven proven, Person person)
      throws InterruptedException {
    EnrolledCredential credential = proven.credential();
    TokenChange change =
        new TokenChange.Add(
            credential.id(),
            credential.name(),
            Digest.sha256(proven.members().registration().toArray()));
    JsonObject.Builder message = JsonObject.builder();
    proven.members().put(message);
    return confirmed(
        offer,
        change,
        message,
        new StepUpSigning(enrolment.pins(), () -> without(fresh), person),
        pins -> pins.with(credential));
  }

  private List<Token> without(Token fresh) {
    List<Token> others = new ArrayList<>(attached.get());
    others.removeIf(each -> each.info().id().equals(fresh.info().id()));
    return others;
  }

  /** Gives an enrolled token another name. */
  public TokenChangeOutcome rename(Bytes token, String name, Person person)
      throws InterruptedException {
    return withOffer(offer ->
        confirmed(
            offer,
            new TokenChange.Rename(token, name),
            JsonObject.builder(),
            new StepUpSigning(enrolment.pins(), attached, person),
            pins -> pins.changing(token, each -> each.named(name))));
  }

  /**
   * Revokes an enrolled token for good.
   *
   * @param last whether the approver knows that no other is left then
   */
  public TokenChangeOutcome revoke(Bytes token, boolean last, Person person)
      throws InterruptedException {
    return withOffer(offer ->
        confirmed(
            offer,
            new TokenChange.Revoke(token, last),
            JsonObject.builder(),
            new StepUpSigning(enrolment.pins(), attached, person),
            pins -> pins.without(token)));
  }

  private interface Change {
    TokenChangeOutcome with(TokenOffer offer) throws InterruptedException;
  }

  private TokenChangeOutcome withOffer(Change change) throws InterruptedException {
    return switch (gateway.tokenOffer()) {
      case GatewayAnswer.Given<TokenOffer>(TokenOffer offer)
          when offer.issuer().equals(enrolment.pins().gatewayKeys().issuer())
              && offer.audience().equals(enrolment.pins().audience()) ->
          change.with(offer);
      case GatewayAnswer.Given<TokenOffer> _ ->
          new NoAnswer("it answered as another gateway than the enrolled one");
      case GatewayAnswer.Refused<TokenOffer> refused -> new Refused(refused.code());
      case GatewayAnswer.NoAnswer<TokenOffer>(String reason) -> new NoAnswer(reason);
    };
  }

  private TokenChangeOutcome confirmed(
      TokenOffer offer,
      TokenChange change,
      JsonObject.Builder message,
      StepUpSigning signing,
      UnaryOperator<EnrolmentPins> then)
      throws InterruptedException {
    byte[] statement =
        new TokenChangeStatement(
                offer.issuer(),
                offer.audience(),
                offer.epoch(),
                offer.nonce(),
                offer.expiresAt(),
                enrolment.pins().approver(),
                device.publicKey().thumbprint(),
                change,
                clock.instant().getEpochSecond())
            .bytes();
    return switch (signing.sign(statement)) {
      case Signed.Not(TokenMessage words) -> new TokenFailed(words);
      case Signed.Confirmed(var evidence) -> {
        byte[] stepUp = StepUp.seal(statement, device, evidence).wire();
        message.put("step_up", Bytes.of(stepUp));
        yield switch (gateway.changeToken(message.build())) {
          case GatewayAnswer.Given<Bytes> _ -> made(change, then);
          case GatewayAnswer.Refused<Bytes> refused -> new Refused(refused.code());
          case GatewayAnswer.NoAnswer<Bytes>(String reason) -> new NoAnswer(reason);
        };
      }
    };
  }

  /** The gateway's word counts from here on; what fails now is told, not undone. */
  private TokenChangeOutcome made(TokenChange change, UnaryOperator<EnrolmentPins> then) {
    String name =
        enrolment.pins().credential(change.token()).map(EnrolledCredential::name).orElse("");
    List<String> warnings = new ArrayList<>();
    try {
      enrolment.change(then);
    } catch (IOException notWritten) {
      warnings.add("This device could not note the change: " + notWritten.getMessage() + ".");
    }
    Optional<String> notLogged =
        switch (change) {
          case TokenChange.Add add -> record.added(add.token(), add.name());
          case TokenChange.Rename rename -> record.renamed(rename.token(), rename.name());
          case TokenChange.Revoke revoke -> record.revoked(revoke.token(), name);
        };
    notLogged.ifPresent(why -> warnings.add("It is not in the audit log: " + why));
    return new Done(
        warnings.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", warnings)));
  }

  private static TokenMessage words(RegistrationOutcome outcome) {
    return switch (outcome) {
      case TokenFailure failure -> TokenMessage.of(failure);
      case RegistrationOutcome.AlreadyRegistered() -> TokenMessage.alreadyRegistered();
      case RegistrationOutcome.Registered _ ->
          new TokenMessage("The key's new credential is not readable.", "Use another key.");
    };
  }
}
