package dev.countersign.desktop.main;

import dev.countersign.desktop.cli.Commands;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.proof.decision.DecisionStatement.App;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code countersign}. */
public final class Main {
  /** Held, because the platform forgets the level of a logger that nobody holds. */
  private static final Logger ALL = Logger.getLogger("");

  private static final Logger YUBICO = Logger.getLogger("com.yubico");

  private Main() {}

  public static void main(String[] arguments) {
    boolean talkative = !System.getenv().getOrDefault("COUNTERSIGN_VERBOSE", "").isEmpty();
    ALL.setLevel(talkative ? Level.INFO : Level.WARNING);
    // At finer levels these libraries log what travels to and from a token, and they warn of our
    // origin, which is meant to be none that a browser knows.
    YUBICO.setLevel(Level.SEVERE);
    App app = new App("countersign-desk", version());
    DeskFolder folder =
        DeskFolder.ofUser(System.getenv(), Path.of(System.getProperty("user.home")));
    int exit =
        Commands.commandLine(new DesktopLaunchers(app, folder), app.version()).execute(arguments);
    // JavaFX and HTTP clients leave threads behind that would keep the program alive.
    System.exit(exit);
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
