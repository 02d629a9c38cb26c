package dev.countersign.desktop.cli;

import dev.countersign.bridge.SelectionOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.TouchSelection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which key a command is for: the only one, the one with a number, or the one that is touched. */
final class ChosenToken {
  /** How long a command may take on the key. */
  static final Duration DEADLINE = Duration.ofSeconds(30);

  /** How much later the bridge is given up. */
  static final Duration PATIENCE = DEADLINE.plusSeconds(5);

  private static final int BY_TOUCH = 0;

  @Option(
      names = "--token",
      paramLabel = "NUMBER",
      description = "its number in token list; without it, of several keys the one you touch")
  private int number = BY_TOUCH;

  /** Says on the terminal why there is none. */
  Optional<Token> find(TokenWatcher watcher, Terminal terminal) throws InterruptedException {
    List<Token> tokens = watcher.tokens();
    if (tokens.isEmpty()) {
      terminal.missing(
          watcher
              .trouble()
              .map(trouble -> trouble.detail())
              .orElseGet(() -> TokenMessage.noneAttached().text()));
      return Optional.empty();
    } else if (number == BY_TOUCH) {
      return tokens.size() == 1 ? Optional.of(tokens.getFirst()) : byTouch(tokens, terminal);
    } else if (number < 1 || number > tokens.size()) {
      terminal.missing("There is no key with number " + number + "; see token list.");
      return Optional.empty();
    }
    return Optional.of(tokens.get(number - 1));
  }

  private static Optional<Token> byTouch(List<Token> tokens, Terminal terminal)
      throws InterruptedException {
    terminal.note(tokens.size() + " keys are connected: touch the one to use.");
    SelectionOutcome outcome =
        TouchSelection.among(tokens, DEADLINE)
            .await(PATIENCE, new SelectionOutcome.NoneChosen(Map.of()));
    return switch (outcome) {
      case SelectionOutcome.Chosen(Token token) -> Optional.of(token);
      case SelectionOutcome.NoneChosen _ -> {
        terminal.missing("No key was touched.");
        yield Optional.empty();
      }
    };
  }
}
