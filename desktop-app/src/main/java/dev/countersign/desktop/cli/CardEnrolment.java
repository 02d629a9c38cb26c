package dev.countersign.desktop.cli;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.enrollment.BegunEnrolment;
import dev.countersign.desktop.enrollment.CardCandidate;
import dev.countersign.desktop.enrollment.CardCandidates;
import dev.countersign.desktop.enrollment.CardDemands;
import dev.countersign.desktop.enrollment.CardPick;
import dev.countersign.desktop.enrollment.CardSurvey;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.desktop.enrollment.Unsuitable;
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
    List<Card> cards = CardListing.attached(watcher, terminal);
    CardSurvey survey = CardSurvey.of(cards);
    CardCandidates general = survey.candidates(CardDemands.GENERAL, clock.instant());
    if (!couldSucceed(pick(general))) {
      show(general, survey);
      CardListing.troubles(watcher, terminal);
      return cards.isEmpty()
          ? terminal.missing("No smart card is attached to this computer." + NOTHING)
          : not(pick(general));
    }
    return switch (session.begin(code)) {
      case Enroller.Begun.Ended(EnrolmentOutcome outcome) ->
          new EnrolmentEnd(session, terminal).said(outcome);
      case Enroller.Begun.Open(BegunEnrolment begun) -> {
        CardCandidates candidates = survey.candidates(begun.demands(), clock.instant());
        show(candidates, survey);
        CardPick picked = decided(pick(candidates), candidates);
        yield picked instanceof CardPick.Picked(CardCandidate candidate)
            ? new EnrolmentEnd(session, terminal).said(begun.with(owner(candidate, name), clock))
            : not(picked);
      }
    };
  }

  private CardPick pick(CardCandidates candidates) {
    return certificate.map(candidates::named).orElseGet(candidates::only);
  }

  private static boolean couldSucceed(CardPick pick) {
    return pick instanceof CardPick.Picked || pick instanceof CardPick.Several;
  }

  private void show(CardCandidates candidates, CardSurvey survey) {
    Optional<Card> last = Optional.empty();
    int number = 0;
    for (CardCandidate each : candidates.all()) {
      if (!last.equals(Optional.of(each.card()))) {
        terminal.note(CardListing.name(each.card()));
        last = Optional.of(each.card());
      }
      number++;
      List<String> lines = CandidateText.lines(each);
      terminal.note(String.format("%3d  %s", number, lines.getFirst()));
      lines.stream().skip(1).forEach(line -> terminal.note("     " + line));
    }
    survey
        .without()
        .forEach(each ->
            terminal.note(
                CardListing.name(each.card()) + ": " + Printable.text(each.words().text())));
  }

  /** Lets the owner choose among several; unchanged when nobody can be asked. */
  private CardPick decided(CardPick pick, CardCandidates candidates) {
    if (!(pick instanceof CardPick.Several)) {
      return pick;
    }
    while (true) {
      Optional<String> answer = pins.line("Number of the certificate to enrol").map(String::strip);
      if (answer.isEmpty() || answer.get().isEmpty()) {
        return pick;
      }
      CardPick chosen = numbered(answer.get(), candidates);
      if (chosen instanceof CardPick.Picked) {
        return chosen;
      }
      terminal.note(words(chosen));
    }
  }

  /** A number of the list, or the start of a thumbprint. */
  private static CardPick numbered(String answer, CardCandidates candidates) {
    List<CardCandidate> all = candidates.all();
    for (int number = 1; number <= all.size(); number++) {
      if (answer.equals(Integer.toString(number))) {
        return candidates.named(all.get(number - 1).thumbprint());
      }
    }
    return candidates.named(answer);
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
        this::tell);
  }

  private void tell(TokenProgress progress) {
    if (progress == TokenProgress.PIN_PAD_NEEDED) {
      terminal.note(CardMessage.pinPad().text());
    }
  }

  private int not(CardPick pick) {
    String sentence = words(pick) + NOTHING;
    return switch (pick) {
      case CardPick.NotAThumbprint _, CardPick.NoSuch _, CardPick.Ambiguous _, CardPick.Several _ ->
          terminal.unusable(sentence);
      case CardPick.NoneSuitable _, CardPick.NotSuitable _, CardPick.Picked _ ->
          terminal.no(sentence);
    };
  }

  private static String words(CardPick pick) {
    return switch (pick) {
      case CardPick.Picked _ -> "";
      case CardPick.Several(List<CardCandidate> suitable) ->
          suitable.size()
              + " certificates could be enrolled: name one with --certificate and its first digits.";
      case CardPick.NoneSuitable(List<CardCandidate> seen) ->
          seen.size() == 1
              ? "The only certificate cannot be enrolled. " + reason(seen.getFirst())
              : "None of the certificates can be enrolled; the reasons are above.";
      case CardPick.NotSuitable(CardCandidate candidate, Unsuitable reason) ->
          "Certificate "
              + CandidateText.start(candidate)
              + " cannot be enrolled. "
              + reason.message().text();
      case CardPick.Ambiguous(List<CardCandidate> named) ->
          named.size() + " certificates begin with these digits: give more of them.";
      case CardPick.NoSuch() -> "No certificate of an attached card begins with these digits.";
      case CardPick.NotAThumbprint() ->
          "A certificate is named by 4 to 64 hexadecimal digits of its SHA-256.";
    };
  }

  private static String reason(CardCandidate candidate) {
    return candidate.unsuitable().map(reason -> reason.message().text()).orElse("");
  }
}
