package dev.countersign.desktop.cli;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.DescribeOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign token info}: a key, or a card. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description =
        "Shows what a security key or smart card says about itself. Needs neither PIN nor touch.",
    footer =
        "Exit: 0 fit for approvals, 1 not or not now, 2 the settings cannot be used, 5 there is no"
            + " such key or card.")
final class TokenInfoCommand implements Callable<Integer> {
  private final Launchers launchers;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ChosenToken chosen = new ChosenToken();

  @Option(
      names = "--card",
      paramLabel = "NUMBER",
      description = "the smart card with this number in token list")
  private @Nullable Integer card;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  TokenInfoCommand(Launchers launchers) {
    this.launchers = launchers;
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
    if (card != null) {
      return showCard(card, terminal);
    }
    try (TokenWatcher watcher = launchers.tokens()) {
      Optional<Token> token = chosen.find(watcher, terminal);
      return token.isEmpty() ? ExitCode.ENVIRONMENT_MISSING : show(token.get(), terminal);
    }
  }

  private int showCard(int number, Terminal terminal) throws InterruptedException {
    try (CardWatcher watcher = launchers.cards()) {
      return new CardInfo(terminal, json, InstantSource.system()).show(watcher, number);
    } catch (IOException unusable) {
      return terminal.unusable(unusable.getMessage() + ".");
    }
  }

  private int show(Token token, Terminal terminal) throws InterruptedException {
    DescribeOutcome outcome =
        token
            .describe(ChosenToken.DEADLINE)
            .await(ChosenToken.PATIENCE, new TokenFailure.TimedOut());
    return switch (outcome) {
      case TokenFailure failure -> terminal.no(TokenMessage.of(failure).text());
      case DescribeOutcome.Described(TokenDetails details) -> {
        if (json) {
          JsonOutput.print(terminal.out(), json(token, details));
        } else {
          terminal.out().print(text(token, details));
          terminal.out().flush();
        }
        yield details.readyForApprovals() ? ExitCode.YES : ExitCode.NO;
      }
    };
  }

  private static JsonObject json(Token token, TokenDetails details) {
    TokenDetails.PinState pin = details.pin();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", token.info().name())
            .put("model", details.model().toString())
            .put("versions", JsonArray.ofStrings(details.versions()))
            .put("pin_set", pin.set())
            .put("pin_must_change", pin.mustChange())
            .put("pin_fewest_characters", pin.fewestCharacters())
            .put("fingerprint", details.fingerprint())
            .put("always_verifies", details.alwaysUv())
            .put("ready", details.readyForApprovals());
    pin.triesLeft().ifPresent(tries -> json.put("pin_tries_left", tries));
    details.slotsLeft().ifPresent(slots -> json.put("slots_left", slots));
    return json.build();
  }

  private static String text(Token token, TokenDetails details) {
    TokenDetails.PinState pin = details.pin();
    String tries =
        pin.triesLeft().isPresent() ? ", " + pin.triesLeft().getAsInt() + " tries left" : "";
    String state =
        !pin.set() ? "not set" : pin.mustChange() ? "must be changed" + tries : "set" + tries;
    return line("name", Printable.text(token.info().name()))
        + line("model", details.model().toString())
        + line("speaks", Printable.text(String.join(", ", details.versions())))
        + line("PIN", state + "; at least " + pin.fewestCharacters() + " characters")
        + line("fingerprint", details.fingerprint() ? "enrolled" : "none")
        + line(
            "approvals", details.readyForApprovals() ? "ready" : "not yet: set or change its PIN");
  }

  private static String line(String label, String value) {
    return String.format("%-12s %s%n", label, value);
  }
}
