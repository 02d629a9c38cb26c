package dev.countersign.desktop.main;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.ForwardingCard;
import dev.countersign.desktop.approval.ForwardingCardWatcher;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.cli.Commands;
import dev.countersign.desktop.cli.Launchers;
import dev.countersign.desktop.demo.CardGateway;
import dev.countersign.desktop.wiring.CardModules;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.proof.decision.DecisionStatement.App;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The commands of the program as it is installed, with the card modules of its {@code
 * settings.toml} and no security key, in a folder of its own.
 */
final class InstalledDesk {
  private static final App APP = new App("desk", "test");

  private final DeskFolder folder;
  private final CardGateway gateway;
  private final StringWriter said = new StringWriter();
  private Optional<Duration> signing = Optional.empty();
  private Optional<Duration> looking = Optional.empty();

  InstalledDesk(Path folder, CardGateway gateway) {
    this.folder = new DeskFolder(folder);
    this.gateway = gateway;
  }

  DeskFolder folder() {
    return folder;
  }

  /** What the last command printed, on either stream. */
  String said() {
    return said.toString();
  }

  /** Shortens the deadline of signing, for a module that is known to hang there. */
  void hurrySigning(Duration deadline) {
    signing = Optional.of(deadline);
  }

  /** Shortens the patience with a module that looks for cards and is known to hang there. */
  void hurryLooking(Duration patience) {
    looking = Optional.of(patience);
  }

  /** With the usual deadlines again. */
  void takeTime() {
    signing = Optional.empty();
    looking = Optional.empty();
  }

  void use(CardModule... modules) throws IOException {
    StringBuilder toml = new StringBuilder();
    for (CardModule module : modules) {
      toml.append("[[card_module]]\nname = \"").append(module.name()).append("\"\n");
      toml.append("library = \"").append(module.library()).append("\"\n");
      toml.append("[card_module.environment]\n");
      module
          .environment()
          .forEach((name, value) -> toml.append(name).append(" = \"").append(value).append("\"\n"));
    }
    Files.createDirectories(folder.path());
    Files.writeString(folder.settings(), toml);
  }

  /** {@code enroll --card}; gives the exit code. */
  int enroll(String pin, String... more) {
    return enroll(new ByteArrayInputStream((pin + "\n").getBytes(StandardCharsets.UTF_8)), more);
  }

  int enroll(InputStream pin, String... more) {
    List<String> line =
        new ArrayList<>(List.of("enroll", "--gateway", gateway.base().toString(), "--card"));
    line.addAll(List.of("--code=" + gateway.code(), "--pin-stdin"));
    line.addAll(List.of(more));
    return run(pin, line);
  }

  /** Runs one command; gives its exit code. */
  int run(InputStream input, List<String> line) {
    InputStream before = System.in;
    System.setIn(input);
    said.getBuffer().setLength(0);
    try {
      return Commands.commandLine(launchers(), "test")
          .setOut(new PrintWriter(said, true))
          .setErr(new PrintWriter(said, true))
          .execute(line.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  private Launchers launchers() {
    Launchers installed = new DesktopLaunchers(APP, folder);
    return (Launchers)
        Proxy.newProxyInstance(
            Launchers.class.getClassLoader(),
            new Class<?>[] {Launchers.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "enrolment" -> installed.enrolment();
                  case "tokens" -> DemoKeySet.create(Clock.systemUTC()).watch();
                  case "ownTokens" -> installed.ownTokens((TokenPort) arguments[0]);
                  case "cards" -> cards(installed);
                  default -> throw new AssertionError(method + " was called");
                });
  }

  private CardWatcher cards(Launchers installed) throws IOException {
    CardWatcher watcher =
        looking.isPresent()
            ? Pkcs11Cards.watch(CardModules.of(folder), looking.get())
            : installed.cards();
    return signing.isPresent() ? new Hurried(watcher, signing.get()) : watcher;
  }

  private record Hurried(CardWatcher watcher, Duration deadline) implements ForwardingCardWatcher {
    @Override
    public List<Card> cards() {
      return watcher.cards().stream().<Card>map(card -> new HurriedCard(card, deadline)).toList();
    }
  }

  private record HurriedCard(Card card, Duration deadline) implements ForwardingCard {
    @Override
    public TokenOperation<CardSignOutcome> sign(
        CardSignRequest request, Consumer<TokenProgress> progress) {
      return card.sign(
          new CardSignRequest(
              request.leaf(), request.algorithm(), request.signingInput(), request.pin(), deadline),
          progress);
    }
  }
}
