package dev.countersign.desktop.cli;

import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.enrollment.OwnTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command is confirmed: by which enrolled token, and where its PIN comes from. */
final class ConfirmedByToken {
  @Mixin private PinInput input = new PinInput();

  @Option(
      names = "--confirm-with",
      paramLabel = "TOKEN",
      description =
          "the enrolled token that confirms it, by its name or the start of its id; needed when"
              + " several cards, or a card and a key, are attached")
  private String confirmWith = "";

  /** What is to be confirmed, given the tokens that are here and who has them. */
  @FunctionalInterface
  interface Work {
    /** Gives the exit code. */
    int with(AttachedHere here, OwnTokens own, PersonAtTerminal person)
        throws IOException, InterruptedException;
  }

  /** Does the work, or says why it cannot be done; gives the exit code. */
  int run(Launchers launchers, Terminal terminal, Work work) throws InterruptedException {
    try (AttachedHere here = new AttachedHere(launchers.tokens());
        PinInput.Source pins = input.open()) {
      OwnTokens own = launchers.ownTokens(here);
      boolean cards = own.enrolled().stream().anyMatch(CardCredential.class::isInstance);
      if (cards && !here.lookForCards(launchers, terminal)) {
        return ExitCode.UNUSABLE;
      }
      Optional<EnrolledCredential> with =
          confirmWith.isEmpty() ? Optional.empty() : named(own, confirmWith, terminal);
      if (with.isEmpty() && !confirmWith.isEmpty()) {
        return ExitCode.UNUSABLE;
      }
      return work.with(
          here, own, new PersonAtTerminal(pins, terminal, with.map(EnrolledCredential::id)));
    } catch (IOException unreadable) {
      return terminal.missing(
          "This device is not enrolled, or a PIN cannot be read: " + unreadable.getMessage() + ".");
    } catch (UncheckedIOException noPin) {
      return terminal.unusable("The PIN cannot be read: " + noPin.getMessage() + ".");
    }
  }

  /** The enrolled token that a text names; exactly one. */
  static Optional<EnrolledCredential> named(OwnTokens own, String text, Terminal terminal)
      throws IOException {
    List<EnrolledCredential> found =
        own.enrolled().stream()
            .filter(each ->
                each.name().equals(text)
                    || (text.length() >= 4 && each.id().base64Url().startsWith(text)))
            .toList();
    if (found.size() != 1) {
      terminal.unusable(
          found.isEmpty()
              ? "No enrolled token is named so; see token enrolled."
              : "Several enrolled tokens are named so; give the start of the id.");
      return Optional.empty();
    }
    return Optional.of(found.getFirst());
  }
}
