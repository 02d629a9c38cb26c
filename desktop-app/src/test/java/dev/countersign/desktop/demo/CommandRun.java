package dev.countersign.desktop.demo;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.ForwardingCardWatcher;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.cli.Commands;
import dev.countersign.desktop.cli.Launchers;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.desktop.wiring.FolderExporter;
import dev.countersign.desktop.wiring.FolderTokens;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Supplier;

/** Runs commands at a closed desk, with the tokens of a test, which stay open after it. */
final class CommandRun {
  private static final Clock CLOCK = Clock.systemUTC();

  private final DeskFolder desk;
  private final Supplier<TokenWatcher> keys;
  private final CardWatcher cards;
  private StringWriter said = new StringWriter();

  /**
   * For one desk.
   *
   * @param keys a new watch for each command, which closes it
   * @param cards go on after a command
   */
  CommandRun(DeskFolder desk, Supplier<TokenWatcher> keys, CardWatcher cards) {
    this.desk = desk;
    this.keys = keys;
    this.cards = cards;
  }

  /** What the newest command printed. */
  String said() {
    return said.toString();
  }

  /** Runs a command that may look at tokens; gives its exit code. */
  int run(String input, String... arguments) {
    return run(launchers(true), input, arguments);
  }

  /** Runs a command that must look at none. */
  int offline(String... arguments) {
    return run(launchers(false), "", arguments);
  }

  private int run(Launchers launchers, String input, String... arguments) {
    said = new StringWriter();
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return Commands.commandLine(launchers, "test")
          .setOut(new PrintWriter(said, true))
          .setErr(new PrintWriter(said, true))
          .execute(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private Launchers launchers(boolean tokens) {
    return (Launchers)
        Proxy.newProxyInstance(
            Launchers.class.getClassLoader(),
            new Class<?>[] {Launchers.class},
            (_, method, arguments) ->
                switch (tokens ? method.getName() : "") {
                  case "tokens" -> keys.get();
                  case "cards" -> new KeptOpen(cards);
                  case "ownTokens" -> new FolderTokens(desk, (TokenPort) arguments[0], CLOCK);
                  case "exporter" ->
                      new FolderExporter(
                          desk,
                          new FolderExporter.Confirming(
                              (TokenPort) arguments[0], (Person) arguments[1]),
                          "test",
                          CLOCK);
                  default -> throw new AssertionError(method + " was called");
                });
  }

  private record KeptOpen(CardWatcher watcher) implements ForwardingCardWatcher {
    @Override
    public void close() {
      // The test closes it.
    }
  }
}
