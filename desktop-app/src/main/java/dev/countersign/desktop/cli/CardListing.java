package dev.countersign.desktop.cli;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.desktop.enrollment.CardCandidate;
import dev.countersign.desktop.enrollment.CardDemands;
import dev.countersign.desktop.enrollment.CardSurvey;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The smart cards of this machine, their certificates, and the modules that do not work. */
record CardListing(Terminal terminal, boolean json, InstantSource clock) {
  /** Longer than the bridge's patience with a module, so that one that hangs is named. */
  static final Duration PATIENCE = Duration.ofSeconds(17);

  /** Prints each card; a module's trouble is a note. */
  void print(CardWatcher watcher) throws InterruptedException {
    List<Card> cards = attached(watcher, terminal);
    CardSurvey survey = CardSurvey.of(cards);
    List<CardCandidate> all = survey.candidates(CardDemands.GENERAL, clock.instant()).all();
    for (int number = 1; number <= cards.size(); number++) {
      Card card = cards.get(number - 1);
      print(number, card, of(card, all));
    }
    survey.without().forEach(each -> terminal.note(Printable.text(each.words().text())));
    troubles(watcher, terminal);
  }

  /** The cards in the order of their numbers. */
  static List<Card> attached(CardWatcher watcher, Terminal terminal) throws InterruptedException {
    if (!watcher.awaitFirstLook(PATIENCE)) {
      terminal.note("A card module does not answer yet; cards may be missing here.");
    }
    return watcher.cards();
  }

  static List<CardCandidate> of(Card card, List<CardCandidate> all) {
    return all.stream().filter(each -> each.card().equals(card)).toList();
  }

  /** Says which modules do not work. */
  static void troubles(CardWatcher watcher, Terminal terminal) {
    watcher
        .troubles()
        .forEach(trouble -> terminal.note(Printable.text(CardMessage.of(trouble).text())));
  }

  private void print(int number, Card card, List<CardCandidate> candidates) {
    if (json) {
      JsonOutput.print(
          terminal.out(),
          head(card).put("card", number).put("certificates", certificates(candidates)).build());
      return;
    }
    terminal.out().println("card " + number + "  " + name(card));
    candidates.forEach(each ->
        CandidateText.lines(each).forEach(line -> terminal.out().println("        " + line)));
  }

  static JsonObject.Builder head(Card card) {
    return JsonObject.builder()
        .put("kind", card.info().kind().name())
        .put("name", card.info().name())
        .put("module", card.place().module())
        .put("reader", card.place().reader());
  }

  static JsonArray certificates(List<CardCandidate> candidates) {
    return new JsonArray(candidates.stream().<JsonValue>map(CandidateText::json).toList());
  }

  /** Name, reader and module: text from outside. */
  static String name(Card card) {
    return Printable.text(
        card.info().name() + "  " + card.place().reader() + ", module " + card.place().module());
  }
}
