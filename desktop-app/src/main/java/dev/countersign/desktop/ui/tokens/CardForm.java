package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.desktop.ui.common.SafeText;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/** Asks what a further card is to be called, and which of its certificates approves. */
final class CardForm implements ActivityPanel.Form {
  private final TokensViewModel model;
  private final TextField name = new TextField();
  private final List<RadioButton> choices = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  CardForm(TokenActivity.EnrolCard form, TokensViewModel model) {
    this.model = model;
    name.setId("token-name");
    name.setAccessibleText("Name");
    name.setText(form.name());
    name.setOnAction(_ -> send());
    nodes.add(SafeTextFlow.prose("Enrol the card “" + form.card().name() + "”", "subtitle"));
    nodes.addAll(Forms.message(form.message()));
    nodes.add(Ui.words("Name, 1 to 100 characters", "strong"));
    nodes.add(name);
    if (form.suitable().size() > 1) {
      choice(form);
    } else {
      nodes.add(CertificateFacts.of(form.suitable().getFirst()));
    }
    nodes.add(
        Ui.words(
            "Next you are asked for the PIN of this card, and then for a token that is enrolled"
                + " already and vouches for it. With only one reader, change the cards when you are"
                + " asked for the enrolled one.",
            "small",
            "muted"));
    Button go = Ui.button("_Enrol this card", "Enter", this::send, "primary");
    go.setId("name-send");
    nodes.add(Forms.buttons(go, Forms.cancel(model, "Cancel")));
  }

  // Names on a card never become a button's text: they could carry a mnemonic or be cut.
  private void choice(TokenActivity.EnrolCard form) {
    nodes.add(Ui.words("Which certificate approves?", "strong"));
    ToggleGroup group = new ToggleGroup();
    for (int i = 0; i < form.suitable().size(); i++) {
      CardCertificate certificate = form.suitable().get(i);
      RadioButton button = new RadioButton("Certificate " + (i + 1));
      button.setId("certificate-" + i);
      button.setToggleGroup(group);
      button.setSelected(form.chosen().equals(OptionalInt.of(i)));
      button.setAccessibleText(
          "Certificate "
              + (i + 1)
              + ", of "
              + SafeText.flat(certificate.subject())
              + ", issued by "
              + SafeText.flat(certificate.issuer()));
      choices.add(button);
      nodes.add(new VBox(button, CertificateFacts.of(certificate)));
    }
  }

  private void send() {
    model.enrolCard(name.getText(), chosen());
  }

  private OptionalInt chosen() {
    if (choices.isEmpty()) {
      return OptionalInt.of(0);
    }
    for (int i = 0; i < choices.size(); i++) {
      if (choices.get(i).isSelected()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Node first() {
    return name;
  }
}
