package dev.countersign.desktop.cli;

import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.NewEnrolment;
import java.io.IOException;

/** The end of an enrolment at the terminal. */
record EnrolmentEnd(NewEnrolment.Session session, Terminal terminal) {
  /** Says how it ended, and notes what was enrolled. */
  int said(EnrolmentOutcome outcome) {
    return switch (outcome) {
      case EnrolmentOutcome.Enrolled enrolled -> kept(enrolled);
      case EnrolmentOutcome.Refused(String code) ->
          terminal.no(
              "The gateway refused the enrolment ("
                  + Printable.text(code)
                  + "). Nothing was enrolled."
                  + hint(code));
      case EnrolmentOutcome.NoAnswer(String reason) ->
          terminal.no(
              "The gateway did not answer: "
                  + Printable.text(reason)
                  + ". This device does not count as enrolled; ask your operator for a new code if"
                  + " this one is no longer taken.");
      case EnrolmentOutcome.TokenFailed failed ->
          terminal.no(words(failed.failure()) + " Nothing was enrolled.");
      case EnrolmentOutcome.CardFailed(TokenMessage words) ->
          terminal.no(Printable.text(words.text()) + " Nothing was enrolled.");
    };
  }

  private int kept(EnrolmentOutcome.Enrolled enrolled) {
    try {
      session.keep(enrolled.pins());
    } catch (IOException notNoted) {
      return terminal.no(
          "The gateway enrolled this device, but that could not be noted here: "
              + notNoted.getMessage()
              + ". Nothing can be decided with it; ask your operator for a new code.");
    }
    terminal
        .out()
        .println(
            "Enrolled as "
                + enrolled.pins().approver()
                + " at "
                + enrolled.pins().gatewayKeys().issuer()
                + "; "
                + worth(enrolled.worth()));
    terminal.out().flush();
    return ExitCode.YES;
  }

  private static String worth(String worth) {
    return switch (worth) {
      case "x509" -> "the card's certificate states that it asks for its PIN on every use.";
      case "x509_possession" ->
          "the card counts as possession only, since its certificate does not state that it asks"
              + " for its PIN on every use.";
      default -> "attestation: " + Printable.text(worth) + ".";
    };
  }

  private static String hint(String code) {
    return switch (code) {
      case "unauthorized" ->
          " The code is wrong, used, or too old; or the gateway knows this device or this token"
              + " already, perhaps from an attempt whose answer was lost: then ask your operator to"
              + " revoke them, and begin with a new, empty folder and another token.";
      case "certificate_revoked" -> " The certificate was revoked; ask whoever issued the card.";
      case "revocation_unknown" ->
          " The gateway cannot tell whether the certificate was revoked; tell its operator.";
      default -> "";
    };
  }

  private static String words(RegistrationOutcome outcome) {
    return switch (outcome) {
      case TokenFailure failure -> TokenMessage.of(failure).text();
      case RegistrationOutcome.AlreadyRegistered() -> TokenMessage.alreadyRegistered().text();
      case RegistrationOutcome.Registered _ -> "The key's credential is not readable.";
    };
  }
}
