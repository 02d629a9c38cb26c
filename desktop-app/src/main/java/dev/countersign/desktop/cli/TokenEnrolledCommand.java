package dev.countersign.desktop.cli;

import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.proof.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign token enrolled}: which tokens may sign for this device's approver. */
@Command(
    name = "enrolled",
    mixinStandardHelpOptions = true,
    description = "Lists the tokens that are enrolled for you on this device.",
    footer = "Exit: 0 listed, 5 this device is not enrolled.")
final class TokenEnrolledCommand implements Callable<Integer> {
  private final Launchers launchers;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "one line of JSON for each")
  private boolean json;

  TokenEnrolledCommand(Launchers launchers) {
    this.launchers = launchers;
  }

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    List<EnrolledCredential> enrolled;
    try {
      enrolled = launchers.ownTokens(List::of).enrolled();
    } catch (IOException notEnrolled) {
      return terminal.missing("This device is not enrolled: " + notEnrolled.getMessage() + ".");
    }
    for (EnrolledCredential each : enrolled) {
      String kind =
          switch (each) {
            case FidoCredential _ -> "fido2";
            case CardCredential _ -> "card";
          };
      if (json) {
        JsonOutput.print(
            terminal.out(),
            JsonObject.builder()
                .put("id", each.id())
                .put("kind", kind)
                .put("name", each.name())
                .build());
      } else {
        terminal
            .out()
            .println(each.id().base64Url() + "  " + kind + "  " + Printable.text(each.name()));
      }
    }
    if (enrolled.size() < 2) {
      terminal.note(
          "One token is easily lost: enrol a second one with token add, and keep it elsewhere.");
    }
    return ExitCode.YES;
  }
}
