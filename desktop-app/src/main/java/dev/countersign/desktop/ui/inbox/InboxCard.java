package dev.countersign.desktop.ui.inbox;

import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.ui.common.Countdown;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.RiskMark;
import dev.countersign.desktop.ui.common.SafeText;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.presentation.LeafType;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.SessionKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One waiting request: who, what, how risky, how long left. Opening it is all it can do. */
final class InboxCard {
  private static final List<String> TARGET_ENDINGS =
      List.of("/locations/0", "/location", "/target", "/asset", "/service");

  /** Longer than any window: the line wraps by the room there is, not by a default. */
  private static final double WIDE = 4000;

  private InboxCard() {}

  static HBox of(InboxItem.Approvable item, Ticker ticker, Runnable open) {
    ApprovalRequest request = item.request().request();
    VBox middle = new VBox(6, headline(item.presentation()));
    target(item.presentation()).ifPresent(middle.getChildren()::add);
    middle.getChildren().add(meta(item, request));
    middle.setMinWidth(0);
    HBox.setHgrow(middle, Priority.ALWAYS);
    HBox card =
        Ui.row("card", RiskMark.stripe(request.risk().level()), middle, right(item, ticker));
    card.setSpacing(16);
    card.setAlignment(Pos.CENTER_LEFT);
    card.getStyleClass().add("openable");
    card.setId("inbox-" + item.requestId());
    makeOpenable(card, open);
    card.setAccessibleText(spoken(item, request));
    return card;
  }

  private static Node headline(Presentation presentation) {
    HBox row = new HBox(12);
    row.setAlignment(Pos.TOP_LEFT);
    Region text = SafeTextFlow.prose(presentation.headline(), "subtitle");
    HBox.setHgrow(text, Priority.ALWAYS);
    row.getChildren().add(text);
    return row;
  }

  /** The first named thing that would be touched: the requester's word, hence in their frame. */
  private static Optional<Node> target(Presentation presentation) {
    return TARGET_ENDINGS.stream()
        .flatMap(ending ->
            presentation.leaves().stream()
                .filter(leaf -> leaf.pointer().startsWith("/authorization_details/0/"))
                .filter(leaf -> leaf.type() == LeafType.STRING)
                .filter(leaf -> leaf.pointer().endsWith(ending)))
        .findFirst()
        .map(InboxCard::framed);
  }

  private static Node framed(Leaf leaf) {
    Region target = SafeTextFlow.mono(leaf.value());
    HBox frame = Ui.row("target", target);
    frame.setMaxWidth(Region.USE_PREF_SIZE);
    return new HBox(frame);
  }

  private static Node meta(InboxItem.Approvable item, ApprovalRequest request) {
    FlowPane meta = new FlowPane(14, 2);
    meta.setPrefWrapLength(WIDE);
    meta.getChildren().add(Ui.tag(session(request.session().kind()), "small", "muted"));
    request
        .ticket()
        .ifPresent(ticket -> {
          HBox pair =
              new HBox(
                  5,
                  Ui.tag("ticket", "small", "muted"),
                  SafeTextFlow.mono(ticket, "small", "muted"));
          meta.getChildren().add(pair);
        });
    meta.getChildren().add(Ui.tag(quorum(request), "small", "muted"));
    int warnings = item.warnings().size();
    if (warnings > 0) {
      HBox mark =
          Ui.row(
              "mark",
              Icon.CRITICAL.node("warn-icon"),
              Ui.tag(warnings == 1 ? "1 warning" : warnings + " warnings", "small", "warn"));
      meta.getChildren().add(mark);
    }
    return meta;
  }

  private static String session(SessionKind kind) {
    return switch (kind) {
      case AGENT, PIPELINE, CONSOLE -> kind.wire() + " session";
      case SSH, API, OT -> kind.wire().toUpperCase(Locale.ROOT) + " session";
    };
  }

  private static String quorum(ApprovalRequest request) {
    String groups =
        request.quorum().slots().stream()
            .map(slot -> String.join(" or ", slot))
            .collect(Collectors.joining(", "));
    return "0 of " + request.quorum().k() + " approved · needs " + SafeText.flat(groups);
  }

  private static Node right(InboxItem.Approvable item, Ticker ticker) {
    VBox right =
        new VBox(
            6,
            RiskMark.badge(item.request().request().risk().level()),
            Countdown.until(item.expiresAt(), ticker));
    right.setAlignment(Pos.CENTER_RIGHT);
    right.setMinWidth(Region.USE_PREF_SIZE);
    return right;
  }

  private static void makeOpenable(HBox card, Runnable open) {
    card.setFocusTraversable(true);
    card.setAccessibleRole(AccessibleRole.BUTTON);
    card.setOnMouseClicked(click -> {
      if (click.getButton() == MouseButton.PRIMARY) {
        open.run();
      }
    });
    card.setOnKeyPressed(key -> {
      if (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.SPACE) {
        key.consume();
        open.run();
      }
    });
  }

  private static String spoken(InboxItem.Approvable item, ApprovalRequest request) {
    return request.risk().level().wire()
        + " risk. "
        + SafeText.flat(item.presentation().headline())
        + ". Until "
        + Times.time(item.expiresAt());
  }
}
