package dev.countersign.desktop.cli;

import dev.countersign.bridge.Card;
import dev.countersign.desktop.enrollment.CardCandidate;
import dev.countersign.desktop.enrollment.CardCandidates;
import dev.countersign.desktop.enrollment.CardPick;
import dev.countersign.desktop.enrollment.CardSurvey;
import dev.countersign.desktop.enrollment.Unsuitable;
import java.util.List;
import java.util.Optional;

/**
 * Which certificate of the attached cards is to be enrolled: the one that is named, the only
 * suitable one, or the one that a person at the terminal chooses.
 *
 * @param certificate the start of its SHA-256; empty when none is named
 */
record CardChoice(Terminal terminal, PinInput.Source pins, Optional<String> certificate) {

  CardPick pick(CardCandidates candidates) {
    return certificate.map(candidates::named).orElseGet(candidates::only);
  }

  /** Lists the certificates by number, and the cards that have none. */
  void show(CardCandidates candidates, CardSurvey survey) {
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
  CardPick decided(CardPick pick, CardCandidates candidates) {
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

  /** Says why none was picked; gives the exit code. */
  int not(CardPick pick, String consequence) {
    String sentence = words(pick) + consequence;
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
