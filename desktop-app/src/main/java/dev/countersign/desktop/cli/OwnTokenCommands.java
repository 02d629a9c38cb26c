package dev.countersign.desktop.cli;

import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.TokenRefusal;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.OwnTokens.Result;
import dev.countersign.desktop.enrollment.TokenChangeOutcome;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.json.JsonObject;
import java.io.IOException;
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

  @Mixin private ConfirmedByToken confirmation = new ConfirmedByToken();

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
      return ConfirmedByToken.named(own, token, terminal)
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
      return ConfirmedByToken.named(own, token, terminal)
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
    return confirmation.run(
        launchers,
        terminal,
        (here, own, person) -> {
          Plan plan = plan(here, own, person, terminal);
          return plan.work().isEmpty()
              ? plan.exit()
              : said(own.change(plan.work().get()), terminal);
        });
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
}
