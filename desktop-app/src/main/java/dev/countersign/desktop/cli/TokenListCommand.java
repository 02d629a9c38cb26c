package dev.countersign.desktop.cli;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.proof.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign token list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the security keys and the smart cards that are connected.",
    footer =
        "Exit: 0 listed, also when there is none; 2 the settings cannot be used, 5 keys"
            + " cannot be looked for.")
final class TokenListCommand implements Callable<Integer> {
  private final Launchers launchers;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "one line of JSON for each")
  private boolean json;

  TokenListCommand(Launchers launchers) {
    this.launchers = launchers;
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
    try (CardWatcher cards = launchers.cards();
        TokenWatcher watcher = launchers.tokens()) {
      List<Token> tokens = watcher.tokens();
      if (tokens.isEmpty() && watcher.trouble().isPresent()) {
        listing(terminal).print(cards);
        return terminal.missing(watcher.trouble().get().detail());
      }
      for (int number = 1; number <= tokens.size(); number++) {
        print(terminal, number, tokens.get(number - 1));
      }
      listing(terminal).print(cards);
      terminal.out().flush();
      return ExitCode.YES;
    } catch (IOException unusable) {
      return terminal.unusable(unusable.getMessage() + ".");
    }
  }

  private CardListing listing(Terminal terminal) {
    return new CardListing(terminal, json, InstantSource.system());
  }

  private void print(Terminal terminal, int number, Token token) {
    String kind = token.info().kind().name();
    if (json) {
      JsonOutput.print(
          terminal.out(),
          JsonObject.builder()
              .put("number", number)
              .put("kind", kind)
              .put("name", token.info().name())
              .build());
    } else {
      // The name is the maker's text: control characters in it must not reach the terminal.
      terminal.out().println(number + "  " + kind + "  " + Printable.text(token.info().name()));
    }
  }
}
