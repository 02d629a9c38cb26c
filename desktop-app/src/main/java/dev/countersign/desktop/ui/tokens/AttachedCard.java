package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.TokenDetails;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.common.Ui.Fact;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** One attached token: what it is, the state of its PIN, and what can be done with it. */
final class AttachedCard {
  private AttachedCard() {}

  static Node of(Attached token, int index, TokensViewModel model) {
    boolean touched = model.found().get().filter(token.id()::equals).isPresent();
    VBox text =
        new VBox(
            6,
            EnrolledCard.name(token.name(), token.demo(), touched),
            Ui.words(kind(token), "small", "muted"));
    token
        .place()
        .ifPresent(place -> text.getChildren().add(SafeTextFlow.prose(place, "small", "muted")));
    TokenWords.of(token).forEach(words -> text.getChildren().add(SafeTextFlow.prose(words)));
    if (token.state() instanceof TokenState.Key(TokenDetails details)) {
      text.getChildren()
          .add(
              Ui.facts(
                  List.of(
                      new Fact("Model, by its own word", details.model().toString()),
                      new Fact("Protocol", String.join(", ", details.versions())))));
    }
    if (token.state() instanceof TokenState.Card(var _, List<TokenState.OnCard> certificates)) {
      certificates.forEach(each -> text.getChildren().add(CertificateFacts.of(each)));
    }
    text.getChildren().add(actions(token, index, model));
    Node card = EnrolledCard.card(text);
    card.setId("attached-" + index);
    return card;
  }

  private static Node actions(Attached token, int index, TokensViewModel model) {
    Button enrol =
        Ui.button(
            token.card() ? "Enrol this card…" : "Enrol this key…",
            "",
            () -> model.editFresh(token));
    enrol.setId("attached-" + index + "-enrol");
    Optional<String> noEnrolment =
        TokenWords.noEnrolment(token)
            .or(() -> model.canChange() ? Optional.empty() : Optional.of(TokenList.NOT_FROM_HERE));
    Button pin =
        Ui.button(hasPin(token) ? "Change PIN…" : "Set PIN…", "", () -> model.editPin(token));
    pin.setId("attached-" + index + "-pin");
    TokenList.Action ofPin = new TokenList.Action(pin, TokenWords.noPinChange(token));
    return TokenList.actions(model, ofPin, new TokenList.Action(enrol, noEnrolment));
  }

  private static boolean hasPin(Attached token) {
    return !(token.state() instanceof TokenState.Key(TokenDetails details)) || details.pin().set();
  }

  private static String kind(Attached token) {
    if (token.card()) {
      return "Smart card";
    }
    return token.state() instanceof TokenState.OnlyU2f ? "U2F security key" : "Security key";
  }
}
