package dev.countersign.desktop.cli;

import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.TokenRefusal;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.OwnTokens.Result;
import dev.countersign.desktop.enrollment.TokenChangeOutcome;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that change which tokens are enrolled; an enrolled key or card confirms each. */
abstract class OwnTokenCommands implements Callable<Integer> {
  static final String EXIT =
      "An enrolled key or card confirms it. Exit: 0 it is changed, 1 it is not, 2 unusable input or"
          + " settings, 5 no key, no card or no enrolment is here.";

  final Launchers launchers;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private PinInput input = new PinInput();

  @Option(
      names = "--confirm-with",
      paramLabel = "TOKEN",
      description =
          "the enrolled token that confirms it, by its name or the start of its id; needed when"
              + " several cards, or a card and a key, are attached")
  private String confirmWith = "";

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  OwnTokenCommands(Launchers launchers) {
    this.launchers = launchers;
  }

  /** Renames a token. */
  @Command(
      name = "rename",
      mixinStandardHelpOptions = true,
      description = "Gives one of your enrolled tokens another name.",
      footer = EXIT)
  static final class Rename extends OwnTokenCommands {
    @Parameters(index = "0", paramLabel = "TOKEN", description = "its name, or the start of its id")
    private String token = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "its new name")
    private String name = "";

    Rename(Launchers launchers) {
      super(launchers);
    }

    @Override
    Plan plan(AttachedHere here, OwnTokens own, PersonAtTerminal person, Terminal terminal)
        throws IOException {
      if (!TokenChange.isName(name)) {
        return Plan.not(terminal.unusable("A name has 1 to 100 characters."));
      }
      return named(own, token, terminal)
          .map(found -> Plan.of(changes -> changes.rename(found.id(), name, person)))
          .orElseGet(() -> Plan.not(ExitCode.UNUSABLE));
    }
  }

  /** Revokes a token. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revokes one of your enrolled tokens for good.",
      footer = EXIT)
  static final class Revoke extends OwnTokenCommands {
    @Parameters(index = "0", paramLabel = "TOKEN", description = "its name, or the start of its id")
    private String token = "";

    @Option(
        names = "--last",
        description =
            "needed for your last token: nothing can be decided then until another administrator"
                + " gives you a new enrolment code")
    private boolean last;

    Revoke(Launchers launchers) {
      super(launchers);
    }

    @Override
    Plan plan(AttachedHere here, OwnTokens own, PersonAtTerminal person, Terminal terminal)
        throws IOException {
      return named(own, token, terminal)
          .map(found -> Plan.of(changes -> changes.revoke(found.id(), last, person)))
          .orElseGet(() -> Plan.not(ExitCode.UNUSABLE));
    }
  }

  /**
   * What is to be done.
   *
   * @param work empty when it cannot be, which the terminal was told
   * @param exit the code to end with then
   */
  record Plan(Optional<OwnTokens.Work> work, int exit) {
    static Plan of(OwnTokens.Work work) {
      return new Plan(Optional.of(work), ExitCode.YES);
    }

    static Plan not(int exit) {
      return new Plan(Optional.empty(), exit);
    }
  }

  abstract Plan plan(AttachedHere here, OwnTokens own, PersonAtTerminal person, Terminal terminal)
      throws IOException, InterruptedException;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
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
      PersonAtTerminal person =
          new PersonAtTerminal(pins, terminal, with.map(EnrolledCredential::id));
      Plan plan = plan(here, own, person, terminal);
      return plan.work().isEmpty() ? plan.exit() : said(own.change(plan.work().get()), terminal);
    } catch (IOException unreadable) {
      return terminal.missing(
          "This device is not enrolled, or a PIN cannot be read: " + unreadable.getMessage() + ".");
    } catch (UncheckedIOException noPin) {
      return terminal.unusable("The PIN cannot be read: " + noPin.getMessage() + ".");
    }
  }

  private int said(Result result, Terminal terminal) {
    return switch (result) {
      case Result.NotUsable(String sentence) -> terminal.missing(sentence);
      case Result.Tried(TokenChangeOutcome.Done(Optional<String> warning)) -> {
        warning.ifPresent(terminal::note);
        if (json) {
          JsonOutput.print(terminal.out(), JsonObject.builder().put("result", "changed").build());
        } else {
          terminal.note("Done.");
        }
        yield ExitCode.YES;
      }
      case Result.Tried(TokenChangeOutcome.Refused(String code)) ->
          terminal.no(
              "The gateway refused it ("
                  + Printable.text(code)
                  + "). Nothing was changed."
                  + hint(code));
      case Result.Tried(TokenChangeOutcome.NoAnswer(String reason)) ->
          terminal.no(
              "The gateway did not answer: "
                  + Printable.text(reason)
                  + ". Whether it was changed is not known; look at the gateway's list.");
      case Result.Tried(TokenChangeOutcome.TokenFailed(TokenMessage words)) ->
          terminal.no(Printable.text(words.text()) + " Nothing was changed.");
    };
  }

  private static String hint(String code) {
    return code.equals("last_token")
        ? " It is your last token: with --last it is revoked, and nothing can be decided until"
            + " another administrator gives you a new enrolment code."
        : TokenRefusal.of(code).map(words -> " " + words.text()).orElse("");
  }

  /** The enrolled token that a text names; exactly one. */
  private static Optional<EnrolledCredential> named(OwnTokens own, String text, Terminal terminal)
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
