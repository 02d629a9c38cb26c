package dev.countersign.desktop.ui;

import dev.countersign.desktop.ui.common.Connection;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.history.AuditState;
import dev.countersign.desktop.ui.history.HistorySnapshot;
import dev.countersign.desktop.ui.settings.DeskIdentity;
import dev.countersign.desktop.ui.trust.TrustSnapshot;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The state of trust, always on screen: gateway, connection, device, audit log, witnesses. */
final class StatusPanel {
  private static final int KEY_ID_SHOWN = 8;

  private final VBox connection = new VBox();
  private final VBox audit = new VBox();
  private final VBox witnesses = new VBox();
  private final VBox column = Ui.column("status");
  private final FlowPane strip = new FlowPane(16, 2);
  private final BooleanProperty narrow = new SimpleBooleanProperty(false);
  private final List<Node> lines;

  StatusPanel(
      DeskIdentity identity,
      LiveValue<Connection> connected,
      LiveValue<HistorySnapshot> history,
      LiveValue<TrustSnapshot> trust) {
    column.setId("status");
    strip.setId("status-strip");
    strip.getStyleClass().add("status-strip");
    lines =
        List.of(
            connection,
            audit,
            witnesses,
            line(Icon.KEY, "muted-icon", SafeTextFlow.prose(device(identity), "small", "muted")),
            line(
                Icon.LINK,
                "muted-icon",
                SafeTextFlow.prose(identity.gatewayName(), "small", "muted")));
    connection
        .getChildren()
        .setAll(line(Icon.INFO, "muted-icon", Ui.words("connecting…", "small")));
    audit.getChildren().setAll(line(Icon.INFO, "muted-icon", Ui.words("log not checked", "small")));
    connected.each(state -> connection.getChildren().setAll(of(state)));
    witnesses.setId("second-witnesses");
    witnesses.setSpacing(4);
    trust.each(state ->
        witnesses.getChildren().setAll(state.witnesses().stream().map(StatusPanel::of).toList()));
    history.each(state -> audit.getChildren().setAll(of(state.audit())));
    history
        .failure()
        .subscribe(failed ->
            failed.ifPresent(_ ->
                audit
                    .getChildren()
                    .setAll(
                        line(
                            Icon.FAILED,
                            "danger-icon",
                            Ui.words("log unreadable", "small", "danger")))));
  }

  /** For the foot of the navigation. */
  VBox column() {
    narrow.set(false);
    strip.getChildren().clear();
    column.getChildren().setAll(lines);
    return column;
  }

  /** The same on one line, for the foot of a narrow window. */
  FlowPane strip() {
    narrow.set(true);
    column.getChildren().clear();
    strip.getChildren().setAll(lines);
    return strip;
  }

  private static String device(DeskIdentity identity) {
    String id = identity.deviceKeyId();
    return "device " + id.substring(0, Math.min(KEY_ID_SHOWN, id.length()));
  }

  private Node of(Connection state) {
    return switch (state) {
      case Connection.Connected _ -> line(Icon.DONE, "ok-icon", Ui.words("connected", "small"));
      case Connection.Disconnected gone -> {
        Node why = SafeTextFlow.prose(gone.why(), "small", "muted");
        why.managedProperty().bind(narrow.not());
        why.visibleProperty().bind(narrow.not());
        String words = "not connected since " + Times.time(gone.since());
        yield line(Icon.FAILED, "danger-icon", new VBox(Ui.words(words, "small", "danger"), why));
      }
    };
  }

  private static Node of(AuditState state) {
    return switch (state) {
      case AuditState.Verified verified ->
          line(
              Icon.DONE,
              "ok-icon",
              Ui.words(
                  String.format(Locale.ROOT, "log verified, %,d entries", verified.entries()),
                  "small"));
      case AuditState.NotChecked _ ->
          line(Icon.INFO, "muted-icon", Ui.words("log not checked", "small"));
      case AuditState.Checking _ ->
          line(Icon.INFO, "muted-icon", Ui.words("verifying the log", "small"));
      case AuditState.Broken _ ->
          line(Icon.FAILED, "danger-icon", Ui.words("log was changed", "small", "danger"));
    };
  }

  private static Node of(TrustSnapshot.Witness witness) {
    String words = witness.name() + ": " + witness.words();
    return switch (witness.standing()) {
      case COSIGNED -> line(Icon.DONE, "ok-icon", SafeTextFlow.prose(words, "small"));
      case NOT_ASKED -> line(Icon.INFO, "muted-icon", SafeTextFlow.prose(words, "small"));
      case SILENT -> line(Icon.INFO, "warn-icon", SafeTextFlow.prose(words, "small", "warn"));
      case ALARMED ->
          line(Icon.FAILED, "danger-icon", SafeTextFlow.prose(words, "small", "danger"));
    };
  }

  private static HBox line(Icon icon, String tint, Node words) {
    HBox.setHgrow(words, Priority.ALWAYS);
    return Ui.row("status-line", icon.node(tint), words);
  }
}
