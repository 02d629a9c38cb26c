package dev.countersign.desktop.approval;

import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.JourneyFailure.Reason;
import dev.countersign.proof.decision.Decision;
import java.util.Optional;

/** Every failure in three sentences: what happened, what did not, and what to do next. */
record Words(Decision decision) {
  private static final String AGAIN = "The request is still pending; you can try again.";

  JourneyFailure earlierOpen() {
    return of(
        Reason.EARLIER_DECISION_OPEN,
        "An earlier decision was sent and its outcome is not known yet.",
        "Wait until the gateway has answered; this device makes one decision at a time.");
  }

  /** Nothing to sign with; a card is spoken of only to those who have one enrolled. */
  JourneyFailure noToken(boolean cardsToo) {
    return cardsToo
        ? of(
            Reason.NO_TOKEN,
            "Neither your card nor a security key of yours is attached.",
            "Put in your card, or attach your key, and decide again.")
        : of(Reason.NO_TOKEN, "No security key is attached.", "Attach your key and decide again.");
  }

  /** The same, when a module that does not work may be why no card is seen. */
  JourneyFailure noCard(ModuleTrouble trouble) {
    JourneyFailure none = noToken(true);
    TokenMessage message = CardMessage.of(trouble);
    return of(
        none.reason(),
        none.happened() + " " + message.happened(),
        none.next() + " " + message.next());
  }

  JourneyFailure notChosen() {
    return of(Reason.TIMED_OUT, "Nothing was chosen to sign with.", AGAIN);
  }

  JourneyFailure notThisCard() {
    TokenMessage message = CardMessage.notThisCard();
    return of(Reason.NOT_THIS_TOKEN, message.happened(), message.next());
  }

  /** A card's failure in the bridge's own words; what was not done is ours. */
  JourneyFailure card(TokenFailure failure) {
    TokenMessage message = CardMessage.of(failure);
    return of(
        reason(failure), message.happened(), message.next() + " The request is still pending.");
  }

  JourneyFailure nothingEnrolled() {
    return of(
        Reason.NO_TOKEN,
        "No token of yours is enrolled on this device any more.",
        "Enrol this device anew with a code from your administrator.");
  }

  JourneyFailure severalTokens() {
    return of(
        Reason.SEVERAL_TOKENS,
        "Several security keys are attached and none was touched.",
        "Decide again and touch your enrolled key, or leave only that one attached.");
  }

  JourneyFailure notThisToken() {
    TokenMessage message = TokenMessage.notThisKey();
    return of(Reason.NOT_THIS_TOKEN, message.happened(), message.next());
  }

  JourneyFailure badAssertion() {
    return of(
        Reason.TOKEN_UNUSABLE,
        "The key's signature is not what was asked for, so it was not sent.",
        "Try again; if this repeats, have the key replaced.");
  }

  JourneyFailure pinTimedOut() {
    return of(Reason.TIMED_OUT, "No PIN was entered in time.", AGAIN);
  }

  /** The bridge's own words; what was not done is ours. */
  JourneyFailure token(TokenFailure failure) {
    TokenMessage message = TokenMessage.of(failure);
    return of(
        reason(failure), message.happened(), message.next() + " The request is still pending.");
  }

  private static Reason reason(TokenFailure failure) {
    return switch (failure) {
      case TokenFailure.Removed() -> Reason.TOKEN_REMOVED;
      case TokenFailure.TimedOut() -> Reason.TIMED_OUT;
      case TokenFailure.Refused(), TokenFailure.Cancelled() -> Reason.TOKEN_REFUSED;
      case TokenFailure.PinBlocked() -> Reason.PIN_BLOCKED;
      case TokenFailure.PinLocked(), TokenFailure.WrongPin _ -> Reason.PIN_LOCKED;
      case TokenFailure.NoPinSet() -> Reason.NO_PIN_SET;
      case TokenFailure.Unusable _, TokenFailure.PinRequired() -> Reason.TOKEN_UNUSABLE;
    };
  }

  JourneyFailure audit(String sentence) {
    return of(
        Reason.AUDIT_UNAVAILABLE,
        "The audit log cannot be used: " + sentence,
        "No decision can be made until this is repaired.");
  }

  JourneyFailure unreachable(String reason) {
    return of(
        Reason.GATEWAY_UNREACHABLE,
        "The gateway did not answer: " + reason + ".",
        "The request is still pending; try again when the connection is back.");
  }

  JourneyFailure untrusted(String what) {
    return of(
        Reason.GATEWAY_NOT_TRUSTED,
        "The gateway's answer cannot be trusted: " + what + ".",
        "Do not decide before your administrator has looked at this.");
  }

  JourneyFailure refused(String code, String correlationId) {
    String trace = correlationId.isEmpty() ? "" : ", reference " + correlationId;
    return switch (code) {
      case "already_decided" ->
          of(
              Reason.DECIDED_ELSEWHERE,
              "The request was decided elsewhere first.",
              "Nothing is left to do.");
      case "expired", "challenge_expired" ->
          of(
              Reason.REQUEST_ENDED,
              "The time for this decision ran out.",
              "If the request is still in the inbox, decide again; else it must be asked anew.");
      case "withdrawn", "superseded", "revoked", "session_ended", "unknown_request", "not_found" ->
          of(
              Reason.REQUEST_ENDED,
              "The request ended before the decision (" + code + ").",
              "Nothing is left to do.");
      default -> {
        Optional<TokenMessage> ofToken = TokenRefusal.of(code);
        yield of(
            Reason.GATEWAY_REFUSED,
            "The gateway refused the decision ("
                + code
                + trace
                + ")."
                + ofToken.map(words -> " " + words.happened()).orElse(""),
            ofToken
                .map(TokenMessage::next)
                .orElse("Give this code to your administrator if it repeats."));
      }
    };
  }

  JourneyFailure unknown() {
    return new JourneyFailure(
        Reason.OUTCOME_UNKNOWN,
        "The decision was sent, but no answer came back.",
        "It is not known whether it counts.",
        "It is asked for again as soon as the gateway answers; you need not do anything.");
  }

  JourneyFailure badReceipt() {
    return new JourneyFailure(
        Reason.GATEWAY_NOT_TRUSTED,
        "The gateway's receipt is not valid for this decision.",
        "It is not known whether the decision counts.",
        "It is asked for again later; tell your administrator.");
  }

  JourneyFailure internal() {
    return of(
        Reason.INTERNAL,
        "A fault in this program stopped the decision.",
        "Try again; if this repeats, report it with the program's log.");
  }

  private JourneyFailure of(Reason reason, String happened, String next) {
    String notDone = decision.isApproval() ? "Nothing was approved." : "Nothing was denied.";
    return new JourneyFailure(reason, happened, notDone, next);
  }
}
