package dev.countersign.desktop.cli;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.enrollment.BegunEnrolment;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.proof.decision.TokenChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code countersign enroll}: the first enrolment of this device, with a key or a card. */
@Command(
    name = "enroll",
    mixinStandardHelpOptions = true,
    description = "Enrols this device and a security key or smart card with a one-time code.",
    footer =
        "Exit: 0 enrolled, 1 not, 2 unusable input or settings, 5 no key, no card or no terminal is"
            + " here.")
final class EnrollCommand implements Callable<Integer> {
  private final Launchers launchers;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--gateway", required = true, paramLabel = "URL", description = "its address")
  private String gateway = "";

  @Option(
      names = "--code",
      required = true,
      interactive = true,
      arity = "0..1",
      paramLabel = "CODE",
      description = "the one-time code; asked for when not given")
  private char[] code = new char[0];

  @Option(names = "--card", description = "enrol a smart card, not a security key")
  private boolean card;

  @Option(
      names = "--certificate",
      paramLabel = "PREFIX",
      description =
          "which certificate of the cards: the first digits of its SHA-256, as token list shows"
              + " them; without it, the only one that the gateway takes")
  private @Nullable String certificate;

  @Option(
      names = "--token-name",
      paramLabel = "NAME",
      description = "your name for the key or card")
  private @Nullable String tokenName;

  @Mixin private ChosenToken chosen = new ChosenToken();
  @Mixin private PinInput input = new PinInput();

  EnrollCommand(Launchers launchers) {
    this.launchers = launchers;
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
    if (certificate != null && !card) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--certificate goes with --card.");
    }
    try {
      return enrol(terminal);
    } finally {
      Arrays.fill(code, '\0');
    }
  }

  private int enrol(Terminal terminal) throws InterruptedException {
    NewEnrolment enrolment = launchers.enrolment();
    Optional<String> obstacle = enrolment.obstacle();
    if (obstacle.isPresent()) {
      return terminal.no(obstacle.get());
    }
    if (!TokenChange.isName(name())) {
      return terminal.unusable("A name has 1 to 100 characters.");
    }
    PinInput.Source pins;
    try {
      pins = input.open();
    } catch (IOException noTerminal) {
      return terminal.missing(
          "Enrolment asks for a PIN: " + noTerminal.getMessage() + ". Nothing was enrolled.");
    }
    try (pins) {
      Optional<NewEnrolment.Session> session = session(enrolment, terminal);
      return session.isPresent() ? with(session.get(), pins, terminal) : ExitCode.UNUSABLE;
    } catch (UncheckedIOException noPin) {
      return terminal.unusable(
          "The PIN cannot be read: " + noPin.getMessage() + ". Nothing was enrolled.");
    } catch (IOException failed) {
      return terminal.no("Enrolment failed: " + failed.getMessage() + ". Nothing was enrolled.");
    }
  }

  private Optional<NewEnrolment.Session> session(NewEnrolment enrolment, Terminal terminal) {
    try {
      return Optional.of(enrolment.at(URI.create(gateway)));
    } catch (IllegalArgumentException badAddress) {
      var _ = terminal.unusable("--gateway: " + badAddress.getMessage() + ".");
      return Optional.empty();
    }
  }

  private int with(NewEnrolment.Session session, PinInput.Source pins, Terminal terminal)
      throws IOException, InterruptedException {
    try (session) {
      return card ? withCard(session, pins, terminal) : withKey(session, pins, terminal);
    }
  }

  private String name() {
    return tokenName != null ? tokenName : card ? "smart card" : "security key";
  }

  private int withCard(NewEnrolment.Session session, PinInput.Source pins, Terminal terminal)
      throws IOException, InterruptedException {
    CardWatcher cards;
    try {
      cards = launchers.cards();
    } catch (IOException unusable) {
      return terminal.unusable(unusable.getMessage() + ". Nothing was enrolled.");
    }
    try (cards) {
      return new CardEnrolment(
              terminal, pins, InstantSource.system(), Optional.ofNullable(certificate))
          .enrol(cards, name(), new String(code), session);
    }
  }

  private int withKey(NewEnrolment.Session session, PinInput.Source pins, Terminal terminal)
      throws IOException, InterruptedException {
    try (TokenWatcher keys = launchers.tokens()) {
      if (keys.tokens().isEmpty() && isCardAttached()) {
        return terminal.missing(
            "No security key is attached, but a smart card is. To enrol the card, give the same"
                + " command with --card.");
      }
      Optional<Token> key = chosen.find(keys, terminal);
      if (key.isEmpty()) {
        return ExitCode.ENVIRONMENT_MISSING;
      }
      return switch (session.begin(new String(code))) {
        case Enroller.Begun.Ended(EnrolmentOutcome outcome) ->
            new EnrolmentEnd(session, terminal).said(outcome);
        case Enroller.Begun.Open(BegunEnrolment begun) ->
            new EnrolmentEnd(session, terminal).said(begun.with(owner(key.get(), pins, terminal)));
      };
    }
  }

  private Enroller.Owner owner(Token key, PinInput.Source pins, Terminal terminal) {
    return new Enroller.Owner(
        key,
        name(),
        last -> {
          last.ifPresent(wrong -> terminal.note(TokenMessage.of(wrong).happened()));
          return pin(pins, "PIN of your key");
        },
        progress -> tell(progress, terminal));
  }

  /** A module's trouble is of no interest to whoever means to enrol a key. */
  private boolean isCardAttached() throws InterruptedException {
    try (CardWatcher cards = launchers.cards()) {
      return cards.awaitFirstLook(CardListing.PATIENCE) && !cards.cards().isEmpty();
    } catch (IOException unusableSettings) {
      return false;
    }
  }

  private static void tell(TokenProgress progress, Terminal terminal) {
    switch (progress) {
      case TOUCH_NEEDED -> terminal.note("Touch your key now.");
      case FINGER_NOT_RECOGNISED -> terminal.note("The finger was not recognised; try again.");
      default -> {}
    }
  }

  static Optional<char[]> pin(PinInput.Source pins, String prompt) {
    try {
      return pins.next(prompt, false);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
