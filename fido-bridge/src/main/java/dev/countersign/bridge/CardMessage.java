package dev.countersign.bridge;

import dev.countersign.bridge.TokenFailure.Reason;
import java.util.OptionalInt;

/**
 * What happened with a card, in words for its owner. {@code docs/card-faults.md} lists them all.
 */
public final class CardMessage {

  private static final TokenMessage LAST_TRY =
      new TokenMessage(
          "One try is left: another wrong PIN locks the card.",
          "Enter the PIN only when you are sure of it.");

  private CardMessage() {}

  /** The words for a failure. */
  public static TokenMessage of(TokenFailure failure) {
    return switch (failure) {
      case TokenFailure.PinRequired() ->
          new TokenMessage("The card asks for its PIN.", "Enter the PIN of this card.");
      case TokenFailure.WrongPin(OptionalInt left) -> wrongPin(left);
      case TokenFailure.PinBlocked() ->
          new TokenMessage(
              "The card takes no PIN for now.", "Take the card out, put it back and try again.");
      case TokenFailure.PinLocked() ->
          new TokenMessage(
              "The card is locked: too many wrong PINs were entered.",
              "Unlock it with its PUK, or ask whoever issued it. Use another enrolled card or key"
                  + " meanwhile.");
      case TokenFailure.NoPinSet() ->
          new TokenMessage(
              "The card has no PIN yet, so it cannot tell that it is you.",
              "Set one with the program that came with the card, or ask whoever issued it.");
      case TokenFailure.TimedOut() ->
          new TokenMessage(
              "The card was not done in time, or the PIN was not entered in time.", "Try again.");
      case TokenFailure.Cancelled() ->
          new TokenMessage("It was stopped; nothing that the card did is used.", "Try again.");
      case TokenFailure.Refused() ->
          new TokenMessage(
              "The card, or its owner at the reader, said no, or the reader waited too long.",
              "Try again.");
      case TokenFailure.Removed() ->
          new TokenMessage(
              "The card was taken out before it was done.", "Put it back and try again.");
      case TokenFailure.Unusable(Reason reason, String detail) ->
          new TokenMessage("The card cannot be used: " + detail, next(reason));
    };
  }

  private static TokenMessage wrongPin(OptionalInt left) {
    boolean last = left.orElse(Integer.MAX_VALUE) == 1;
    return last
        ? new TokenMessage("That PIN is wrong. " + LAST_TRY.happened(), LAST_TRY.next())
        : new TokenMessage("That PIN is wrong.", "Enter the PIN of this card.");
  }

  private static String next(Reason reason) {
    return switch (reason) {
      case U2F_ONLY, NO_PIN_FUNCTION, NOT_SUPPORTED -> "Use another card.";
      case PIN_CHANGE_NEEDED -> "Change its PIN first, with the program that came with the card.";
      case IN_USE -> "Try again when nothing else uses it.";
      case PERMISSION_DENIED -> "Ask your administrator.";
      case MODULE_FAILED ->
          "Try again: the module is started anew. If this repeats, use another card or key and"
              + " tell your administrator which module it was.";
      case NO_PRIVATE_KEY -> "Choose another certificate of the card, or ask whoever issued it.";
      case MALFORMED_ANSWER, TOKEN_ERROR, WRONG_SIGNATURE ->
          "Take the card out, put it back and try again; if this repeats, use another card or key.";
    };
  }

  /** For {@link CardSignOutcome.NotThisCard}: it works, but it is another one. */
  public static TokenMessage notThisCard() {
    return new TokenMessage(
        "The card works, but it is not the one enrolled for you: it does not hold your enrolled"
            + " key.",
        "Put in your enrolled card and try again. A new certificate for the enrolled key needs"
            + " nothing more; a new key must be enrolled first.");
  }

  /** For {@link CardSignOutcome.NotThisCard} while a card is being enrolled. */
  public static TokenMessage swapped() {
    return new TokenMessage(
        "The card works, but it is not the one that was chosen.",
        "Put that one back and try again.");
  }

  /** When a card holds nothing that could approve. */
  public static TokenMessage noCertificate() {
    return new TokenMessage(
        "The card holds no certificate that could approve.",
        "Use another card, or ask whoever issued it for a certificate for digital signatures.");
  }

  /** To be said before the PIN is asked for, when {@link CardPinState.Tries#LAST}. */
  public static TokenMessage lastTry() {
    return LAST_TRY;
  }

  /** In place of asking for the PIN, when {@link CardPinState#pad}. */
  public static TokenMessage pinPad() {
    return new TokenMessage(
        "The reader asks for the PIN itself.",
        "Enter the PIN on the reader's keys, not here. It may ask for it twice.");
  }

  /** The words for a module that does not work. */
  public static TokenMessage of(ModuleTrouble trouble) {
    return new TokenMessage(trouble.detail(), next(trouble.reason()));
  }

  private static String next(ModuleTrouble.Reason reason) {
    return switch (reason) {
      case NOT_FOUND, NOT_LOADABLE -> "Correct its path in the settings, or install it.";
      case NOT_STARTED -> "Ask your administrator; other cards and keys still work.";
      case REFUSED -> "See whether what it needs is installed and running; it is tried again.";
      case CRASHED, HUNG, MALFORMED ->
          "It is started again when it is needed; other cards and keys still work. If this repeats,"
              + " tell your administrator.";
    };
  }
}
