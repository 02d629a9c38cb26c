package dev.countersign.desktop.cli;

import dev.countersign.bridge.Token;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.enrollment.CardCandidate;
import dev.countersign.desktop.enrollment.CardCandidates;
import dev.countersign.desktop.enrollment.CardDemands;
import dev.countersign.desktop.enrollment.CardPick;
import dev.countersign.desktop.enrollment.CardSurvey;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.TokenChange;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign token add}: enrols a further key or card. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Enrols a further security key or smart card for you on this device.",
      "A new certificate for a card's enrolled key needs no enrolment; a card with a new key does."
    },
    footer = OwnTokenCommands.EXIT)
final class TokenAddCommand extends OwnTokenCommands {
  @Mixin private ChosenToken chosen = new ChosenToken();

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "your name for it")
  private String name = "";

  @Option(names = "--card", description = "enrol a smart card, not a security key")
  private boolean card;

  @Option(
      names = "--certificate",
      paramLabel = "PREFIX",
      description =
          "which certificate of the cards: the first digits of its SHA-256, as token list shows"
              + " them; without it, the only one that can be enrolled")
  private @Nullable String certificate;

  TokenAddCommand(Launchers launchers) {
    super(launchers);
  }

  @Override
  Plan plan(AttachedHere here, OwnTokens own, PersonAtTerminal person, Terminal terminal)
      throws IOException, InterruptedException {
    if (!TokenChange.isName(name)) {
      return Plan.not(terminal.unusable("A name has 1 to 100 characters."));
    }
    if (certificate != null && !card) {
      return Plan.not(terminal.unusable("--certificate goes with --card."));
    }
    return card ? ofCard(here, own, person, terminal) : ofKey(here, person, terminal);
  }

  private Plan ofCard(AttachedHere here, OwnTokens own, PersonAtTerminal person, Terminal terminal)
      throws IOException, InterruptedException {
    if (!here.lookForCards(launchers, terminal)) {
      return Plan.not(ExitCode.UNUSABLE);
    }
    if (here.cards().isEmpty()) {
      return Plan.not(terminal.missing("No smart card is attached to this computer."));
    }
    CardSurvey survey = CardSurvey.of(here.cards());
    Set<Bytes> enrolled =
        own.enrolled().stream().map(EnrolledCredential::id).collect(Collectors.toSet());
    // What the gateway takes besides is not known here: it says so when the card is enrolled.
    CardCandidates candidates =
        survey.candidates(
            new CardDemands(Optional.empty(), enrolled), InstantSource.system().instant());
    CardChoice choice = new CardChoice(terminal, person.pins(), Optional.ofNullable(certificate));
    choice.show(candidates, survey);
    CardPick pick = choice.decided(choice.pick(candidates), candidates);
    if (!(pick instanceof CardPick.Picked(CardCandidate picked))) {
      return Plan.not(choice.not(pick, " Nothing was changed."));
    }
    terminal.note(
        "The new card first: "
            + CandidateText.start(picked)
            + "  "
            + Printable.text(picked.certificate().subject()));
    return Plan.of(changes -> changes.add(picked.card(), picked.certificate(), name, person));
  }

  private Plan ofKey(AttachedHere here, Person person, Terminal terminal)
      throws InterruptedException {
    terminal.note("The new key first:");
    Optional<Token> fresh = chosen.find(here.keys(), terminal);
    return fresh
        .map(token -> Plan.of(changes -> changes.add(token, name, person)))
        .orElseGet(() -> Plan.not(ExitCode.ENVIRONMENT_MISSING));
  }
}
