package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenDetails.PinState;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.EnrolledHere;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a token, in words of the desk. */
final class TokenWords {
  private TokenWords() {}

  /** Sentences about an attached token, the most pressing first. */
  static List<String> of(Attached token) {
    List<String> words = new ArrayList<>();
    switch (token.state()) {
      case TokenState.Asking() ->
          words.add("Asking it about itself, for at most 5 seconds. Pull it out to stop.");
      case TokenState.Key(TokenDetails details) -> {
        words.add(pin(details.pin()));
        words.add(
            details.fingerprint()
                ? "It knows an enrolled finger."
                : "It has no fingerprint sensor, or no finger is enrolled in it.");
      }
      case TokenState.Card(CardPinState pin, var _) -> words.add(pin(pin));
      case TokenState.OnlyU2f() ->
          words.add(
              "It knows only U2F, so it cannot tell that it is you. It can never approve here: use"
                  + " a FIDO2 key.");
      case TokenState.Unusable(var why) -> words.add(why.text());
    }
    words.add(enrolled(token.enrolledHere()));
    return words;
  }

  private static String enrolled(EnrolledHere enrolled) {
    return switch (enrolled) {
      case YES -> "It is enrolled here.";
      case NO -> "It is not enrolled here.";
      case UNKNOWN -> "Whether it is one of those enrolled here shows only when it is used.";
    };
  }

  private static String pin(PinState pin) {
    if (!pin.supported()) {
      return "It has no PIN function.";
    }
    String fewest = "A new PIN needs at least " + pin.fewestCharacters() + " characters.";
    if (!pin.set()) {
      return "No PIN is set: set one before it is enrolled. " + fewest;
    }
    if (pin.mustChange()) {
      return "Its PIN must be changed before it can approve anything. " + fewest;
    }
    return "PIN set" + tries(pin) + " " + fewest;
  }

  private static String tries(PinState pin) {
    if (pin.triesLeft().isEmpty()) {
      return "; how many tries are left it does not say.";
    }
    int left = pin.triesLeft().getAsInt();
    return switch (left) {
      case 0 -> ", but no tries are left: the key is locked and must be reset.";
      case 1 -> "; one try is left before the key locks for good.";
      default -> "; " + left + " tries are left before it locks.";
    };
  }

  private static String pin(CardPinState pin) {
    String where = pin.pad() ? " The PIN is entered on the reader." : "";
    if (!pin.set()) {
      return "No PIN is set. Set one with the program that came with the card." + where;
    }
    if (pin.mustChange()) {
      return "Its PIN must be changed first, with the program that came with the card." + where;
    }
    String shortest =
        pin.shortest() > 0 ? " A PIN has at least " + pin.shortest() + " characters." : "";
    return switch (pin.tries()) {
          case ENOUGH -> "PIN set.";
          case SOME_USED -> "PIN set; a wrong one was entered since the last right one.";
          case LAST -> "PIN set; the next wrong one locks the card.";
          case NONE -> "Its PIN is locked: unlock it with the PUK, or ask whoever issued it.";
        }
        + shortest
        + where;
  }

  /** Why its PIN cannot be set or changed from here; empty when it can. */
  static Optional<String> noPinChange(Attached token) {
    return switch (token.state()) {
      case TokenState.Asking() -> Optional.of("The PIN can be changed once the key has answered.");
      case TokenState.Key(TokenDetails details) -> noPinChange(details.pin());
      case TokenState.Card _ ->
          Optional.of("A card's PIN is changed with the program that came with the card.");
      case TokenState.OnlyU2f() -> Optional.of("A U2F key has no PIN.");
      case TokenState.Unusable _ -> Optional.of("Its PIN cannot be changed while it is unusable.");
    };
  }

  private static Optional<String> noPinChange(PinState pin) {
    if (!pin.supported()) {
      return Optional.of("It has no PIN to set.");
    }
    return pin.set() && pin.triesLeft().orElse(1) == 0
        ? Optional.of("It is locked: only a reset, which destroys its credentials, helps.")
        : Optional.empty();
  }

  /** A card that is enrolled may hold a new key too, of a renewed certificate. */
  private static Optional<String> noEnrolment(TokenState.Card card, boolean enrolled) {
    if (!card.suitable().isEmpty()) {
      return Optional.empty();
    }
    if (enrolled) {
      return Optional.of("It is enrolled already.");
    }
    return Optional.of(
        card.certificates().isEmpty()
            ? CardMessage.noCertificate().happened()
            : "None of its certificates can be enrolled; why is said beside each.");
  }

  /** Why it cannot be enrolled now; empty when it can. */
  static Optional<String> noEnrolment(Attached token) {
    return switch (token.state()) {
      case TokenState.Asking() -> Optional.of("It can be enrolled once it has answered.");
      case TokenState.Key(TokenDetails details) ->
          details.readyForApprovals()
              ? Optional.empty()
              : Optional.of(
                  details.pin().set()
                      ? "Change its PIN before it is enrolled."
                      : "Set its PIN before it is enrolled.");
      case TokenState.Card card -> noEnrolment(card, token.enrolledHere() == EnrolledHere.YES);
      case TokenState.OnlyU2f() -> Optional.of("A U2F key cannot be enrolled.");
      case TokenState.Unusable _ -> Optional.of("It cannot be enrolled while it is unusable.");
    };
  }
}
