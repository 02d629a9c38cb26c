package dev.countersign.desktop.main;

import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.SelectionOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.TouchSelection;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.bridge.system.SystemTokens;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.cli.ExitCode;
import dev.countersign.desktop.cli.Launchers;
import dev.countersign.desktop.demo.Demo;
import dev.countersign.desktop.demo.HeldToken;
import dev.countersign.desktop.demo.TokenUnavailableException;
import dev.countersign.desktop.demo.UnusableFolderException;
import dev.countersign.desktop.enrollment.DeviceKey;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.ui.DeskSession;
import dev.countersign.desktop.ui.DeskToolkit;
import dev.countersign.desktop.wiring.CardModules;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.desktop.wiring.FolderExporter;
import dev.countersign.desktop.wiring.FolderTokens;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.desktop.wiring.Opening;
import dev.countersign.desktop.wiring.Wiring;
import dev.countersign.proof.decision.DecisionStatement.App;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts what the command line names. */
final class DesktopLaunchers implements Launchers {
  private static final Duration CHOICE = Duration.ofSeconds(30);

  private final App app;
  private final Clock clock = Clock.systemUTC();

  DesktopLaunchers(App app) {
    this.app = app;
  }

  @Override
  public int desk() {
    DeskFolder folder = folder();
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
  public int enroll(String gateway, char[] code, String tokenName) {
    DeskFolder folder = folder();
    if (folder.isEnrolled()) {
      return say(
          ExitCode.NO,
          "This device is enrolled already. Its folder is "
              + folder.path()
              + "; a new enrolment begins with a new, empty folder. To enrol a further key use"
              + " token add.");
    }
    Optional<Console> console = Optional.ofNullable(System.console());
    if (console.isEmpty()) {
      return say(
          ExitCode.ENVIRONMENT_MISSING, "Enrolment asks for the key's PIN and needs a terminal.");
    }
    try (TokenWatcher tokens = SystemTokens.watch();
        HttpClient http = DpopHttp.newClient()) {
      Optional<Token> chosen = chosen(tokens.tokens());
      if (chosen.isEmpty()) {
        return say(ExitCode.NO, "No key was chosen. Plug in the key to enrol and touch it.");
      }
      PlainHttp plain = new PlainHttp(http, new GatewayAddress(URI.create(gateway)), clock);
      Enroller.Owner owner =
          new Enroller.Owner(
              chosen.get(),
              tokenName,
              last -> pin(console.get(), last.isPresent()),
              DesktopLaunchers::tell);
      EnrolmentOutcome outcome =
          new Enroller(plain, deviceKey(folder)).enrol(new String(code), owner);
      return finish(outcome, folder);
    } catch (IllegalArgumentException badAddress) {
      return say(ExitCode.UNUSABLE, "--gateway: " + badAddress.getMessage() + ".");
    } catch (IOException failed) {
      return say(ExitCode.NO, "Enrolment failed: " + failed.getMessage() + ".");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCode.NO;
    } finally {
      Arrays.fill(code, '\0');
    }
  }

  private static Optional<Token> chosen(List<Token> attached) throws InterruptedException {
    if (attached.size() < 2) {
      return attached.stream().findFirst();
    }
    System.err.println(attached.size() + " keys are connected: touch the one to enrol.");
    SelectionOutcome outcome =
        TouchSelection.among(attached, CHOICE)
            .await(CHOICE.plusSeconds(5), new SelectionOutcome.NoneChosen(Map.of()));
    return outcome instanceof SelectionOutcome.Chosen(Token token)
        ? Optional.of(token)
        : Optional.empty();
  }

  private static void tell(TokenProgress progress) {
    switch (progress) {
      case TOUCH_NEEDED -> System.err.println("Touch your key now.");
      case FINGER_NOT_RECOGNISED -> System.err.println("The finger was not recognised; try again.");
      case PIN_PAD_NEEDED -> System.err.println(CardMessage.pinPad().next());
      case CONNECTING, VERIFYING_PIN, PROCESSING -> {}
    }
  }

  // A key left by an enrolment that did not complete is used again.
  private static DeviceKey deviceKey(DeskFolder folder) throws IOException {
    return Files.exists(folder.deviceKey())
        ? FileDeviceKey.open(folder.deviceKey())
        : FileDeviceKey.create(folder.deviceKey());
  }

  private static Optional<char[]> pin(Console console, boolean again) {
    return Optional.ofNullable(
        console.readPassword(
            again ? "That PIN was wrong. PIN of your key: " : "PIN of your key: "));
  }

  private static int finish(EnrolmentOutcome outcome, DeskFolder folder) throws IOException {
    return switch (outcome) {
      case EnrolmentOutcome.Enrolled enrolled -> {
        enrolled.pins().save(folder.enrolment());
        yield say(
            ExitCode.YES,
            "Enrolled as "
                + enrolled.pins().approver()
                + " at "
                + enrolled.pins().gatewayKeys().issuer()
                + "; attestation: "
                + enrolled.worth()
                + ".");
      }
      case EnrolmentOutcome.Refused(String code) ->
          say(ExitCode.NO, "The gateway refused the enrolment (" + code + ").");
      case EnrolmentOutcome.NoAnswer(String reason) ->
          say(ExitCode.NO, "The gateway did not answer: " + reason + ".");
      case EnrolmentOutcome.TokenFailed failed ->
          say(ExitCode.NO, words(failed.failure()) + " Nothing was enrolled.");
      case EnrolmentOutcome.CardFailed(TokenMessage words) ->
          say(ExitCode.NO, words.text() + " Nothing was enrolled.");
    };
  }

  private static String words(RegistrationOutcome outcome) {
    return switch (outcome) {
      case TokenFailure failure -> TokenMessage.of(failure).text();
      case RegistrationOutcome.AlreadyRegistered() -> TokenMessage.alreadyRegistered().text();
      case RegistrationOutcome.Registered _ -> "The key's credential is not readable.";
    };
  }

  @Override
  public TokenWatcher tokens() {
    return SystemTokens.watch();
  }

  @Override
  public OwnTokens ownTokens(TokenPort attached) {
    return new FolderTokens(folder(), attached, clock);
  }

  @Override
  public CardWatcher cards() throws IOException {
    return Pkcs11Cards.watch(CardModules.of(folder()));
  }

  @Override
  public Exporter exporter() {
    return new FolderExporter(folder(), app.version(), clock);
  }

  private static DeskFolder folder() {
    return DeskFolder.ofUser(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  private static int say(int exit, String sentence) {
    (exit == ExitCode.YES ? System.out : System.err).println(sentence);
    return exit;
  }
}
