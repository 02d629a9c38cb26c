package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.common.Ui.Fact;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Enrolled;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.EnrolledCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One enrolled token: its name, what it is, and what can be done with its enrolment. */
final class EnrolledCard {
  private EnrolledCard() {}

  static Node of(Enrolled token, int index, boolean last, TokensViewModel model) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Kind", token.kind()));
    facts.add(new Fact("Id", token.id().base64Url()));
    token.certificate().ifPresent(certificate -> facts.addAll(facts(certificate)));
    Button rename = Ui.button("Rename…", "", () -> model.editName(token));
    rename.setId("enrolled-" + index + "-rename");
    Button revoke = Ui.button("Revoke…", "", () -> model.askRevoke(token, last), "deny");
    revoke.setId("enrolled-" + index + "-revoke");
    Optional<String> why =
        model.canChange() ? Optional.empty() : Optional.of(TokenList.NOT_FROM_HERE);
    VBox text = new VBox(8, name(token.name(), token.demo(), false), Ui.facts(facts));
    token
        .certificate()
        .flatMap(EnrolledCertificate::unfit)
        .ifPresent(unfit -> text.getChildren().add(cannotSign(unfit)));
    text.getChildren()
        .add(
            TokenList.actions(
                model, new TokenList.Action(rename, why), new TokenList.Action(revoke, why)));
    Node card = card(text);
    card.setId("enrolled-" + index);
    return card;
  }

  private static List<Fact> facts(EnrolledCertificate certificate) {
    return List.of(
        new Fact("Certificate of", certificate.subject()),
        new Fact("Issued by", certificate.issuer()),
        new Fact("Valid until", Times.full(certificate.notAfter())));
  }

  private static Node cannotSign(String unfit) {
    return Ui.notice(
        "warning",
        Icon.CRITICAL,
        SafeTextFlow.prose(
            "This certificate signs nothing now. "
                + unfit
                + " A new certificate of the same key on the card needs nothing more; a new key is"
                + " enrolled below."));
  }

  static Node card(VBox text) {
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox card = Ui.row("card", Icon.KEY.node("accent-icon"), text);
    card.setSpacing(14);
    return card;
  }

  static Node name(String name, boolean demo, boolean touched) {
    HBox row = new HBox(10, SafeTextFlow.prose(name, "subtitle"));
    row.setAlignment(Pos.CENTER_LEFT);
    if (demo) {
      row.getChildren().add(Ui.tag("DEMO KEY", "demo-tag"));
    }
    if (touched) {
      row.getChildren().add(Ui.tag("You touched this one", "strong", "accent"));
    }
    return row;
  }
}
