package dev.countersign.desktop.cli;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.PinChangeOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.proof.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign token set-pin} and {@code change-pin}. */
abstract class TokenPinCommand implements Callable<Integer> {
  private static final String EXIT =
      "Exit: 0 the new PIN is in force, 1 it is not, 2 no PIN was given, 5 there is no such key.";

  private final Launchers launchers;
  private final boolean first;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ChosenToken chosen = new ChosenToken();
  @Mixin private PinInput input = new PinInput();

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  private TokenPinCommand(Launchers launchers, boolean first) {
    this.launchers = launchers;
    this.first = first;
  }

  /** Sets a first PIN. */
  @Command(
      name = "set-pin",
      mixinStandardHelpOptions = true,
      description = "Sets the first PIN of a security key that has none.",
      footer = EXIT)
  static final class Set extends TokenPinCommand {
    Set(Launchers launchers) {
      super(launchers, true);
    }
  }

  /** Changes a PIN. */
  @Command(
      name = "change-pin",
      mixinStandardHelpOptions = true,
      description = "Changes the PIN of a security key.",
      footer = EXIT)
  static final class Change extends TokenPinCommand {
    Change(Launchers launchers) {
      super(launchers, false);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
    try (TokenWatcher watcher = launchers.tokens();
        PinInput.Source pins = input.open()) {
      Optional<Token> token = chosen.find(watcher, terminal);
      return token.isEmpty() ? ExitCode.ENVIRONMENT_MISSING : change(token.get(), pins, terminal);
    } catch (IOException unreadable) {
      return terminal.unusable("The PIN cannot be read: " + unreadable.getMessage() + ".");
    }
  }

  private int change(Token token, PinInput.Source pins, Terminal terminal)
      throws IOException, InterruptedException {
    Optional<Pin> current = Optional.empty();
    if (!first) {
      current = pins.next("Present PIN of the key", false).map(Pin::takeOver);
      if (current.isEmpty()) {
        return terminal.unusable("No PIN was given. Nothing was changed.");
      }
    }
    Optional<Pin> fresh = pins.next("New PIN of the key", true).map(Pin::takeOver);
    if (fresh.isEmpty()) {
      current.ifPresent(Pin::close);
      return terminal.unusable("No new PIN, or two different ones. Nothing was changed.");
    }
    PinChangeOutcome outcome =
        token
            .changePin(new PinChange(current, fresh.get(), ChosenToken.DEADLINE))
            .await(ChosenToken.PATIENCE, new TokenFailure.TimedOut());
    return say(outcome, terminal);
  }

  private int say(PinChangeOutcome outcome, Terminal terminal) {
    return switch (outcome) {
      case PinChangeOutcome.Changed() -> {
        if (json) {
          JsonOutput.print(terminal.out(), JsonObject.builder().put("result", "changed").build());
        } else {
          terminal.note("The new PIN is in force.");
        }
        yield ExitCode.YES;
      }
      case PinChangeOutcome.NotAccepted(int fewest) ->
          terminal.no(
              "The key does not take this PIN: it wants "
                  + fewest
                  + " characters or more, at most 63 bytes, and not the present one. Nothing was"
                  + " changed.");
      case TokenFailure.PinRequired() when first ->
          terminal.no("The key has a PIN already; use change-pin. Nothing was changed.");
      case TokenFailure failure -> terminal.no(TokenMessage.of(failure).text());
    };
  }
}
