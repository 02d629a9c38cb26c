package dev.countersign.desktop.cli;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.CardLook;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/** The smart cards of this machine, their certificates, and the modules that do not work. */
record CardListing(Terminal terminal, boolean json, InstantSource clock) {
  private static final int SHOWN_DIGITS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Prints each card; a module's trouble is a note. */
  void print(CardWatcher watcher) throws InterruptedException {
    if (!watcher.awaitFirstLook(PATIENCE)) {
      terminal.note("A card module does not answer yet; cards may be missing here.");
    }
    List<Card> cards = watcher.cards();
    for (int number = 1; number <= cards.size(); number++) {
      print(number, cards.get(number - 1));
    }
    watcher
        .troubles()
        .forEach(trouble -> terminal.note(Printable.text(CardMessage.of(trouble).text())));
  }

  private void print(int number, Card card) throws InterruptedException {
    switch (CardLook.await(card.certificates(CardLook.DEADLINE))) {
      case CertificatesOutcome.Listed listed -> print(number, card, listed.certificates());
      case TokenFailure failure -> {
        print(number, card, List.of());
        terminal.note(Printable.text(CardMessage.of(failure).text()));
      }
    }
  }

  private void print(int number, Card card, List<CardCertificate> certificates) {
    Instant now = clock.instant();
    if (json) {
      JsonOutput.print(
          terminal.out(),
          JsonObject.builder()
              .put("card", number)
              .put("kind", card.info().kind().name())
              .put("name", card.info().name())
              .put("module", card.place().module())
              .put("reader", card.place().reader())
              .put(
                  "certificates",
                  new JsonArray(
                      certificates.stream().<JsonValue>map(each -> json(each, now)).toList()))
              .build());
      return;
    }
    // All but the numbers is text from outside: no control character of it reaches the terminal.
    terminal
        .out()
        .println(
            Printable.text(
                "card "
                    + number
                    + "  "
                    + card.info().name()
                    + "  "
                    + card.place().reader()
                    + ", module "
                    + card.place().module()));
    certificates.forEach(each -> terminal.out().println("        " + text(each, now)));
  }

  private static JsonObject json(CardCertificate certificate, Instant now) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("sha256", sha256(certificate))
            .put("subject", certificate.subject())
            .put("issuer", certificate.issuer())
            .put("not_before", certificate.leaf().notBefore())
            .put("not_after", certificate.leaf().notAfter());
    certificate.algorithm().ifPresent(algorithm -> json.put("algorithm", algorithm.name()));
    certificate.unfit(now).ifPresent(unfit -> json.put("unfit", unfit.words()));
    return json.build();
  }

  private static String sha256(CardCertificate certificate) {
    return HexFormat.of().formatHex(certificate.thumbprint().toArray());
  }

  private static String text(CardCertificate certificate, Instant now) {
    return sha256(certificate).substring(0, SHOWN_DIGITS)
        + "  "
        + Printable.text(certificate.subject())
        + "  "
        + certificate.algorithm().map(Enum::name).orElse("no usable key")
        + "  until "
        + Instant.ofEpochSecond(certificate.leaf().notAfter())
        + certificate.unfit(now).map(unfit -> "  " + unfit.words()).orElse("");
  }
}
