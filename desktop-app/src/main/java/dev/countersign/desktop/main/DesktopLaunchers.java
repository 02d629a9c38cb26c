package dev.countersign.desktop.main;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.bridge.system.SystemTokens;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.cli.ExitCode;
import dev.countersign.desktop.cli.Launchers;
import dev.countersign.desktop.demo.Demo;
import dev.countersign.desktop.demo.HeldToken;
import dev.countersign.desktop.demo.TokenUnavailableException;
import dev.countersign.desktop.demo.UnusableFolderException;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.ui.DeskSession;
import dev.countersign.desktop.ui.DeskToolkit;
import dev.countersign.desktop.wiring.CardModules;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.desktop.wiring.FolderEnrolment;
import dev.countersign.desktop.wiring.FolderExporter;
import dev.countersign.desktop.wiring.FolderTokens;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.desktop.wiring.Opening;
import dev.countersign.desktop.wiring.Wiring;
import dev.countersign.proof.decision.DecisionStatement.App;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Starts what the command line names. */
final class DesktopLaunchers implements Launchers {
  private final App app;
  private final DeskFolder folder;
  private final Clock clock = Clock.systemUTC();

  /** For the desk in one folder. */
  DesktopLaunchers(App app, DeskFolder folder) {
    this.app = app;
    this.folder = folder;
  }

  @Override
  public int desk() {
    if (!folder.isEnrolled()) {
      return say(
          ExitCode.ENVIRONMENT_MISSING,
          "This device is not enrolled. Ask your operator for a one-time code, then run:"
              + " countersign enroll --gateway URL --code");
    }
    try (MachineTokens tokens = machine(folder)) {
      return switch (new Wiring(app, clock).open(folder, tokens, Optional.empty())) {
        case Opening.Refused(String sentence) -> say(ExitCode.NO, sentence);
        case Opening.Open(OpenDesk desk) -> window(desk);
      };
    } catch (IOException unusable) {
      return say(ExitCode.UNUSABLE, unusable.getMessage() + ".");
    }
  }

  private static MachineTokens machine(DeskFolder folder) throws IOException {
    List<CardModule> modules = CardModules.of(folder);
    return new MachineTokens(SystemTokens.watch(), Pkcs11Cards.watch(modules));
  }

  private static int window(OpenDesk desk) {
    try (desk;
        DeskSession window = DeskSession.open(desk.services())) {
      window.awaitClosed();
      return ExitCode.YES;
    } catch (DeskToolkit.ToolkitMissingException noDisplay) {
      return say(ExitCode.ENVIRONMENT_MISSING, String.valueOf(noDisplay.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCode.NO;
    }
  }

  @Override
  public int demo(boolean headless, Optional<Path> out, HeldToken token) {
    try {
      return new Demo(app, System.out).run(token, out) ? ExitCode.YES : ExitCode.NO;
    } catch (DeskToolkit.ToolkitMissingException noDisplay) {
      return say(
          ExitCode.ENVIRONMENT_MISSING,
          noDisplay.getMessage() + " Without a display use demo --headless --out DIR.");
    } catch (TokenUnavailableException missing) {
      return say(ExitCode.ENVIRONMENT_MISSING, String.valueOf(missing.getMessage()));
    } catch (UnusableFolderException unusable) {
      return say(ExitCode.UNUSABLE, String.valueOf(unusable.getMessage()));
    } catch (IOException failed) {
      return say(ExitCode.NO, "The demo failed: " + failed.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCode.NO;
    }
  }

  @Override
  public NewEnrolment enrolment() {
    return new FolderEnrolment(folder, clock);
  }

  @Override
  public TokenWatcher tokens() {
    return SystemTokens.watch();
  }

  @Override
  public OwnTokens ownTokens(TokenPort attached) {
    return new FolderTokens(folder, attached, clock);
  }

  @Override
  public CardWatcher cards() throws IOException {
    return Pkcs11Cards.watch(CardModules.of(folder));
  }

  @Override
  public Exporter exporter(TokenPort attached, Person person) {
    return new FolderExporter(
        folder, new FolderExporter.Confirming(attached, person), app.version(), clock);
  }

  private static int say(int exit, String sentence) {
    (exit == ExitCode.YES ? System.out : System.err).println(sentence);
    return exit;
  }
}
