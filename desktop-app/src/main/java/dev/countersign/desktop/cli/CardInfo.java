package dev.countersign.desktop.cli;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.desktop.enrollment.CardCandidate;
import dev.countersign.desktop.enrollment.CardDemands;
import dev.countersign.desktop.enrollment.CardSurvey;
import dev.countersign.proof.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What one smart card says of itself. What a gateway takes is not known here; {@code enroll --card}
 * says it.
 */
record CardInfo(Terminal terminal, boolean json, InstantSource clock) {
  /**
   * Shows the card with this number in {@code token list}.
   *
   * @return the exit code
   */
  int show(CardWatcher watcher, int number) throws InterruptedException {
    List<Card> cards = CardListing.attached(watcher, terminal);
    if (number < 1 || number > cards.size()) {
      CardListing.troubles(watcher, terminal);
      return terminal.missing(
          cards.isEmpty()
              ? "No smart card is attached to this computer."
              : "There is no card with number " + number + "; see token list.");
    }
    Card card = cards.get(number - 1);
    CardSurvey survey = CardSurvey.of(List.of(card));
    List<CardCandidate> candidates = survey.candidates(CardDemands.GENERAL, clock.instant()).all();
    boolean ready = candidates.stream().anyMatch(CardCandidate::isSuitable);
    if (json) {
      JsonOutput.print(
          terminal.out(),
          withPin(CardListing.head(card), survey.pin(card))
              .put("certificates", CardListing.certificates(candidates))
              .put("ready", ready)
              .build());
    } else {
      print(card, survey.pin(card), candidates);
      terminal.out().println(line("approvals", ready ? "ready" : "not with this card as it is"));
      terminal.out().flush();
    }
    survey.without().forEach(each -> terminal.note(Printable.text(each.words().text())));
    return ready ? ExitCode.YES : ExitCode.NO;
  }

  private static JsonObject.Builder withPin(JsonObject.Builder json, Optional<CardPinState> pin) {
    pin.ifPresent(state -> json.put("pin", CandidateText.json(state)));
    return json;
  }

  private void print(Card card, Optional<CardPinState> pin, List<CardCandidate> candidates) {
    var out = terminal.out();
    out.println(line("name", Printable.text(card.info().name())));
    out.println(line("reader", Printable.text(card.place().reader())));
    out.println(line("module", Printable.text(card.place().module())));
    pin.ifPresent(state -> out.println(line("PIN", CandidateText.pin(state))));
    for (CardCandidate each : candidates) {
      List<String> lines = CandidateText.lines(each);
      out.println(line("certificate", lines.getFirst()));
      lines.stream().skip(1).forEach(more -> out.println(line("", more)));
    }
  }

  private static String line(String label, String value) {
    return String.format("%-12s %s", label, value);
  }
}
