package dev.countersign.desktop.cli;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.desktop.enrollment.BegunEnrolment;
import dev.countersign.desktop.enrollment.CardCandidate;
import dev.countersign.desktop.enrollment.CardCandidates;
import dev.countersign.desktop.enrollment.CardDemands;
import dev.countersign.desktop.enrollment.CardPick;
import dev.countersign.desktop.enrollment.CardSurvey;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.NewEnrolment;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Enrols a smart card at the terminal. What can be known to fail without the gateway ends before
 * the one-time code is presented; what the gateway does not take, before a PIN is asked for.
 *
 * @param certificate the start of its SHA-256; empty for the only suitable one
 */
record CardEnrolment(
    Terminal terminal, PinInput.Source pins, InstantSource clock, Optional<String> certificate) {
  private static final String NOTHING = " Nothing was enrolled.";

  int enrol(CardWatcher watcher, String name, String code, NewEnrolment.Session session)
      throws IOException, InterruptedException {
    CardChoice choice = new CardChoice(terminal, pins, certificate);
    List<Card> cards = CardListing.attached(watcher, terminal);
    CardSurvey survey = CardSurvey.of(cards);
    // Also when another card could be enrolled: the one that is meant may be missing.
    CardListing.troubles(watcher, terminal);
    CardCandidates general = survey.candidates(CardDemands.GENERAL, clock.instant());
    if (!couldSucceed(choice.pick(general))) {
      choice.show(general, survey);
      return cards.isEmpty()
          ? terminal.missing("No smart card is attached to this computer." + NOTHING)
          : choice.not(choice.pick(general), NOTHING);
    }
    return switch (session.begin(code)) {
      case Enroller.Begun.Ended(EnrolmentOutcome outcome) ->
          new EnrolmentEnd(session, terminal).said(outcome);
      case Enroller.Begun.Open(BegunEnrolment begun) -> {
        CardCandidates candidates = survey.candidates(begun.demands(), clock.instant());
        choice.show(candidates, survey);
        CardPick picked = choice.decided(choice.pick(candidates), candidates);
        yield picked instanceof CardPick.Picked(CardCandidate candidate)
            ? new EnrolmentEnd(session, terminal).said(begun.with(owner(candidate, name), clock))
            : choice.not(picked, NOTHING);
      }
    };
  }

  private static boolean couldSucceed(CardPick pick) {
    return pick instanceof CardPick.Picked || pick instanceof CardPick.Several;
  }

  private Enroller.CardOwner owner(CardCandidate candidate, String name) {
    String card = Printable.text(candidate.card().info().name());
    AtomicBoolean asked = new AtomicBoolean();
    terminal.note(
        "Enrolling "
            + CandidateText.start(candidate)
            + "  "
            + Printable.text(candidate.certificate().subject()));
    return new Enroller.CardOwner(
        candidate.card(),
        candidate.certificate(),
        name,
        message -> {
          message.ifPresent(terminal::note);
          // The next line of a file was not meant as a second try, which could lock the card.
          boolean again = asked.getAndSet(true);
          return again && !pins.isPerson()
              ? Optional.empty()
              : EnrollCommand.pin(pins, "PIN of the card “" + card + "”");
        },
        terminal::note);
  }
}
