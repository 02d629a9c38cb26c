package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.common.Ui.Fact;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Enrolled;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The keys that may sign for this approver, and the keys that are plugged in. */
public final class TokensView {
  private final VBox list = new VBox(9);
  private final ScrollPane root;

  public TokensView(LiveValue<TokensSnapshot> tokens) {
    VBox page = Ui.page("Tokens", "The keys that sign your decisions.");
    page.getChildren().add(list);
    root = Ui.scroll(page);
    root.setId("tokens");
    list.getChildren().setAll(Ui.words("Looking for keys…", "muted"));
    tokens.each(this::show);
    tokens
        .failure()
        .subscribe(failed ->
            failed.ifPresent(why ->
                list.getChildren()
                    .setAll(Ui.notice("failure", Icon.FAILED, SafeTextFlow.prose(why)))));
  }

  public Node root() {
    return root;
  }

  private void show(TokensSnapshot tokens) {
    list.getChildren().setAll(Ui.words("Enrolled", "strong", "muted"));
    if (tokens.enrolled().isEmpty()) {
      list.getChildren().add(Ui.words("No key is enrolled: nothing can be decided here."));
    }
    tokens.enrolled().forEach(token -> list.getChildren().add(enrolled(token)));
    list.getChildren().add(Ui.words("Plugged in now", "strong", "muted"));
    if (tokens.attached().isEmpty()) {
      list.getChildren().add(Ui.words("No key is plugged in."));
    }
    tokens.attached().forEach(token -> list.getChildren().add(attached(token)));
  }

  private static Node enrolled(Enrolled token) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Kind", token.kind()));
    facts.add(new Fact("Credential", token.credentialId()));
    token.since().ifPresent(since -> facts.add(new Fact("Enrolled", Times.full(since))));
    VBox text = new VBox(6, name(token.name(), token.demo()), Ui.facts(facts));
    return card(text);
  }

  private static Node attached(Attached token) {
    return card(
        new VBox(3, name(token.name(), token.demo()), Ui.words(token.kind(), "small", "muted")));
  }

  private static Node card(VBox text) {
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox card = Ui.row("card", Icon.KEY.node("accent-icon"), text);
    card.setSpacing(14);
    return card;
  }

  private static Node name(String name, boolean demo) {
    HBox row = new HBox(10, SafeTextFlow.prose(name, "subtitle"));
    row.setAlignment(Pos.CENTER_LEFT);
    if (demo) {
      row.getChildren().add(Ui.tag("DEMO KEY", "demo-tag"));
    }
    return row;
  }
}
