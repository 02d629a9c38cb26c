package dev.countersign.bridge;

import dev.countersign.bridge.TokenFailure.Reason;

/**
 * A token's failure in words for its owner. {@code docs/fido-faults.md} lists them all.
 *
 * @param happened one sentence
 * @param next what to do, one or two sentences
 */
public record TokenMessage(String happened, String next) {

  /**
   * For when no key is there at all. One that a remote desktop or a virtual machine has taken is
   * gone for this system, so it looks the same.
   */
  public static TokenMessage noneAttached() {
    return new TokenMessage(
        "No security key is attached to this computer.",
        "Attach your key and try again. If it is plugged in, a remote desktop or a virtual machine"
            + " may have taken it: disconnect it there.");
  }

  /** For {@link SignOutcome.NotThisKey}: it works, but it is another one. */
  public static TokenMessage notThisKey() {
    return new TokenMessage(
        "The key works, but it is not the one enrolled for you: it holds no credential of yours.",
        "Attach your enrolled key and try again.");
  }

  /** For {@link RegistrationOutcome.AlreadyRegistered}: it is enrolled already. */
  public static TokenMessage alreadyRegistered() {
    return new TokenMessage(
        "This key is enrolled already.", "Plug in another key to enrol a second one.");
  }

  /** The words for a failure. */
  public static TokenMessage of(TokenFailure failure) {
    return switch (failure) {
      case TokenFailure.PinRequired() ->
          new TokenMessage("The key asks for its PIN.", "Enter the PIN of this key.");
      case TokenFailure.WrongPin wrong -> wrongPin(wrong);
      case TokenFailure.PinBlocked() ->
          new TokenMessage(
              "Too many wrong PINs in a row: the key takes none for now.",
              "Pull the key out, put it back and try again with the right PIN.");
      case TokenFailure.PinLocked() ->
          new TokenMessage(
              "The key is locked: no PIN tries are left.",
              "Use another enrolled key. This one must be reset, which destroys its credentials,"
                  + " and enrolled again.");
      case TokenFailure.NoPinSet() ->
          new TokenMessage(
              "The key has no PIN, so it cannot tell that it is you.",
              "Set a PIN first: countersign token set-pin.");
      case TokenFailure.TimedOut() ->
          new TokenMessage("The key was not touched in time, or did not answer.", "Try again.");
      case TokenFailure.Cancelled() ->
          new TokenMessage("It was stopped before the key did anything.", "Try again.");
      case TokenFailure.Refused() ->
          new TokenMessage("The key, or its owner on it, said no.", "Try again.");
      case TokenFailure.Removed() ->
          new TokenMessage(
              "The key was pulled out before it was done.", "Put it back and try again.");
      case TokenFailure.Unusable(Reason reason, String detail) ->
          new TokenMessage("The key cannot be used: " + detail, next(reason));
    };
  }

  private static TokenMessage wrongPin(TokenFailure.WrongPin wrong) {
    String tries =
        wrong.triesLeft().isEmpty()
            ? ""
            : wrong.triesLeft().getAsInt() == 0
                ? " No tries are left."
                : wrong.triesLeft().getAsInt() == 1
                    ? " One try is left before the key locks for good."
                    : " " + wrong.triesLeft().getAsInt() + " tries are left.";
    return new TokenMessage("That PIN is wrong." + tries, "Enter the PIN of this key.");
  }

  private static String next(Reason reason) {
    return switch (reason) {
      case U2F_ONLY, NO_PIN_FUNCTION, NOT_SUPPORTED -> "Use another key.";
      case PIN_CHANGE_NEEDED -> "Change its PIN first: countersign token change-pin.";
      case IN_USE -> "Try again when nothing else uses it.";
      case PERMISSION_DENIED -> "Ask your administrator if you cannot do that.";
      case MALFORMED_ANSWER, TOKEN_ERROR, MODULE_FAILED, NO_PRIVATE_KEY, WRONG_SIGNATURE ->
          "Pull the key out, put it back and try again; if this repeats, use another key.";
    };
  }

  /** Both sentences. */
  public String text() {
    return happened + " " + next;
  }
}
