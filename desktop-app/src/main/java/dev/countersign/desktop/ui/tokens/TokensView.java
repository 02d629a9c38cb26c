package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.sign.DemoKey;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/** The tokens that may sign for this approver, those attached, and what can be done with them. */
public final class TokensView {
  private final TokensViewModel model;
  private final LiveValue<TokensSnapshot> tokens;
  private final Ticker ticker;
  private final Optional<DemoKey> demo;
  private final VBox activity = new VBox(9);
  private final VBox list = new VBox(9);
  private final ScrollPane root;

  public TokensView(
      TokensViewModel model,
      LiveValue<TokensSnapshot> tokens,
      Ticker ticker,
      Optional<DemoKey> demo) {
    this.model = model;
    this.tokens = tokens;
    this.ticker = ticker;
    this.demo = demo;
    VBox page = Ui.page("Tokens", "The keys and cards that sign your decisions.");
    page.getChildren().addAll(activity, list);
    root = Ui.scroll(page);
    root.setId("tokens");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    list.getChildren().setAll(Ui.words("Looking for keys…", "muted"));
    tokens.each(_ -> list());
    tokens.failure().subscribe(failed -> failed.ifPresent(this::failed));
    model.activity().subscribe(this::show);
    model.found().subscribe(this::list);
    ticker.now().subscribe(_ -> model.tick());
    root.sceneProperty()
        .subscribe(scene -> {
          if (scene == null) {
            model.unseen();
          }
        });
  }

  public Node root() {
    return root;
  }

  private void failed(String why) {
    list.getChildren().setAll(Ui.notice("failure", Icon.FAILED, SafeTextFlow.prose(why)));
  }

  private void show(TokenActivity now) {
    if (now instanceof TokenActivity.Quiet) {
      boolean had = !activity.getChildren().isEmpty();
      activity.getChildren().clear();
      list();
      if (had) {
        focus("tokens-find");
      }
      return;
    }
    ActivityPanel panel = new ActivityPanel(now, model, ticker, demo);
    activity.getChildren().setAll(panel.root());
    list();
    root.setVvalue(0);
    panel.focus();
  }

  /** Draws the list anew; whoever stood on a button stays there. */
  private void list() {
    Optional<TokensSnapshot> shown = tokens.value().get();
    if (shown.isEmpty()) {
      return;
    }
    String focused =
        Optional.ofNullable(root.getScene())
            .map(scene -> scene.getFocusOwner())
            .filter(owner -> isIn(list, owner))
            .map(Node::getId)
            .orElse("");
    list.getChildren().setAll(rows(shown.get()));
    focus(focused);
  }

  private List<Node> rows(TokensSnapshot shown) {
    return new TokenList(model, shown).rows();
  }

  private void focus(String id) {
    if (!id.isEmpty()) {
      list.applyCss();
      Optional.ofNullable(list.lookup("#" + id)).ifPresent(Node::requestFocus);
    }
  }

  private static boolean isIn(Node holder, Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (at.equals(holder)) {
        return true;
      }
    }
    return false;
  }

  private void onKey(KeyEvent key) {
    if (key.getCode() == KeyCode.ESCAPE
        && !(model.activity().get() instanceof TokenActivity.Quiet)) {
      key.consume();
      model.leave();
    }
  }
}
