package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.approval.GatewayAnswer;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.enrollment.StepUpSigning.Signed;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.Done;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.NoAnswer;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.Refused;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.TokenFailed;
import dev.countersign.desktop.enrollment.TokenProof.Made;
import dev.countersign.desktop.submission.GatewayClient;
import dev.countersign.desktop.submission.GatewayClient.TokenOffer;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.StepUp;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.verify.Credential;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes which tokens are enrolled for this approver: each change is confirmed by a key or card
 * that is enrolled already ({@code docs/protocol.md} §6.2). Every method blocks until the change
 * was made or failed; interrupting the thread gives it up.
 */
public final class TokenChanges {
  private static final String POSSESSION_ONLY =
      "The card counts as possession only, since its certificate does not state that it asks for its"
          + " PIN on every use: it signs only what your organisation allows for such cards.";

  private final EnrolmentFile enrolment;
  private final DeviceKey device;
  private final GatewayClient gateway;
  private final TokenPort attached;
  private final TokenRecord record;
  private final InstantSource clock;

  /**
   * For one enrolled device.
   *
   * @param attached the keys and cards that are attached now
   */
  public TokenChanges(
      EnrolmentFile enrolment,
      DeviceKey device,
      GatewayClient gateway,
      TokenPort attached,
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
      person.touch("Touch the new key when it blinks.");
      Enroller.Owner owner =
          new Enroller.Owner(
              fresh,
              name,
              last -> person.pin(fresh.info().name(), last),
              progress -> {
                if (progress == TokenProgress.TOUCH_NEEDED) {
                  person.touch("Touch the new key now.");
                }
              });
      List<Bytes> enrolled = enrolment.pins().keys().stream().map(FidoCredential::id).toList();
      return add(offer, new KeyProof(owner, enrolled), without(fresh), person);
    });
  }

  /**
   * Enrols a further card, or the new key of a renewed one. A new certificate of a key that is
   * enrolled needs no enrolment ({@code docs/protocol.md} §6.1).
   *
   * @param fresh the card
   * @param certificate the one of the card that will approve
   * @param name what its owner calls it, 1 to 100 characters
   */
  public TokenChangeOutcome add(Card fresh, CardCertificate certificate, String name, Person person)
      throws InterruptedException {
    boolean enrolled =
        enrolment.pins().cards().stream()
            .anyMatch(each -> each.key().thumbprint().equals(certificate.leaf().keyThumbprint()));
    if (enrolled) {
      return new TokenFailed(Unsuitable.ENROLLED.message());
    }
    return withOffer(offer -> {
      Optional<Unsuitable> notTaken =
          new CardDemands(offer.cards(), Set.of()).notTaken(certificate, clock.instant());
      if (notTaken.isPresent()) {
        return new TokenFailed(notTaken.get().message());
      }
      person.says("Leave the new card in the reader: it is asked to show that it is yours.");
      CardHands hands = new CardHands(fresh, new AskedPerson(fresh, person));
      return add(offer, new CardProof(hands, certificate, name, clock), attached, person);
    });
  }

  private TokenChangeOutcome add(
      TokenOffer offer, TokenProof fresh, TokenPort candidates, Person person)
      throws InterruptedException {
    return switch (fresh.make(options(offer), device.publicKey().thumbprint())) {
      case Made.Failed(EnrolmentOutcome.TokenFailed(RegistrationOutcome outcome)) ->
          new TokenFailed(words(outcome));
      case Made.Failed(EnrolmentOutcome.CardFailed(TokenMessage words)) -> new TokenFailed(words);
      case Made.Failed failed -> throw new IllegalStateException(failed.toString());
      case Made.Proven proven -> add(offer, proven, candidates, person);
    };
  }

  private EnrolmentOptions options(TokenOffer offer) {
    EnrolmentPins pins = enrolment.pins();
    return new EnrolmentOptions(
        "",
        pins.approver(),
        offer.userId(),
        pins.audience(),
        offer.nonce(),
        pins.audience(),
        pins.demo(),
        pins.gatewayKeys(),
        pins.witness(),
        Optional.empty());
  }

  private TokenChangeOutcome add(
      TokenOffer offer, Made.Proven proven, TokenPort candidates, Person person)
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
        offer, change, message, signing(candidates, person), pins -> pins.with(credential));
  }

  private StepUpSigning signing(TokenPort candidates, Person person) {
    return new StepUpSigning(enrolment.pins(), candidates, person, clock);
  }

  /** All but the key that is being added; a new card is told apart by what it holds. */
  private TokenPort without(Token fresh) {
    return new TokenPort() {
      @Override
      public List<Token> attached() {
        List<Token> others = new ArrayList<>(attached.attached());
        others.removeIf(each -> each.info().id().equals(fresh.info().id()));
        return others;
      }

      @Override
      public List<Card> cards() {
        return attached.cards();
      }
    };
  }

  /** Gives an enrolled token another name. */
  public TokenChangeOutcome rename(Bytes token, String name, Person person)
      throws InterruptedException {
    return withOffer(offer ->
        confirmed(
            offer,
            new TokenChange.Rename(token, name),
            JsonObject.builder(),
            signing(attached, person),
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
            signing(attached, person),
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
      case Signed.Confirmed(var evidence, _) -> {
        byte[] stepUp = StepUp.seal(statement, device, evidence).wire();
        message.put("step_up", Bytes.of(stepUp));
        yield switch (gateway.changeToken(message.build())) {
          case GatewayAnswer.Given<Bytes>(Bytes token) -> made(change, then, worthLess(token));
          case GatewayAnswer.Refused<Bytes> refused -> new Refused(refused.code());
          case GatewayAnswer.NoAnswer<Bytes>(String reason) -> new NoAnswer(reason);
        };
      }
    };
  }

  /** The gateway's word counts from here on; what fails now is told, not undone. */
  private TokenChangeOutcome made(
      TokenChange change, UnaryOperator<EnrolmentPins> then, Optional<String> worthLess) {
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
    if (change instanceof TokenChange.Add) {
      worthLess.ifPresent(warnings::add);
    }
    return new Done(
        warnings.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", warnings)));
  }

  /** What the gateway's answer says of a card that does not count as verifying its user. */
  private static Optional<String> worthLess(Bytes token) {
    try {
      ObjectReader answer = Enroller.reader(token);
      return answer.has("kind") && answer.string("kind").equals(Credential.Card.POSSESSION)
          ? Optional.of(POSSESSION_ONLY)
          : Optional.empty();
    } catch (RefusedException unreadable) {
      return Optional.of("The gateway did not say what the token counts for.");
    }
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
