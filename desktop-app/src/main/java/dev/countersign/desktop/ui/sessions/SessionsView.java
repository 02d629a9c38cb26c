package dev.countersign.desktop.ui.sessions;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.time.Instant;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** What was approved here and may still be used. */
public final class SessionsView {
  private final VBox list = new VBox(9);
  private final Ticker ticker;
  private final ScrollPane root;

  public SessionsView(LiveValue<List<LiveGrant>> grants, Ticker ticker) {
    this.ticker = ticker;
    VBox page =
        Ui.page(
            "Active",
            "Approvals given here whose grant may still be used. Each allows one use and ends by"
                + " itself; this version opens no longer windows of access.");
    page.getChildren().add(list);
    root = Ui.scroll(page);
    root.setId("active");
    list.getChildren().setAll(Ui.words("Reading…", "muted"));
    grants.each(this::show);
    grants
        .failure()
        .subscribe(failed ->
            failed.ifPresent(why ->
                list.getChildren()
                    .setAll(Ui.notice("failure", Icon.FAILED, SafeTextFlow.prose(why)))));
  }

  public Node root() {
    return root;
  }

  private void show(List<LiveGrant> grants) {
    if (grants.isEmpty()) {
      VBox empty =
          Ui.column(
              "card",
              Icon.ACTIVE.node("icon-large", "muted-icon"),
              Ui.words("Nothing approved here is in use", "subtitle"),
              Ui.words("An approval leaves this page when its time is over.", "muted"));
      empty.getStyleClass().add("empty");
      list.getChildren().setAll(empty);
      return;
    }
    list.getChildren().setAll(grants.stream().map(this::card).toList());
  }

  private Node card(LiveGrant grant) {
    Label until = Ui.words("", "muted");
    until
        .textProperty()
        .bind(Bindings.createStringBinding(() -> until(grant, ticker.now().get()), ticker.now()));
    VBox card =
        Ui.column(
            "card",
            SafeTextFlow.prose(grant.headline(), "subtitle"),
            until,
            Ui.facts(
                List.of(
                    new Ui.Fact("Approved", Times.full(grant.approvedAt())),
                    new Ui.Fact("Requester session", grant.sessionId()))));
    card.setSpacing(6);
    return card;
  }

  private static String until(LiveGrant grant, Instant now) {
    return now.isBefore(grant.usableUntil())
        ? "Can be redeemed for another " + Times.left(now, grant.usableUntil())
        : "Its time is over.";
  }
}
