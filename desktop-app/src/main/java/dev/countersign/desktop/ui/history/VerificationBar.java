package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What is known of the log's integrity, always on screen, and the wish to know it anew. */
final class VerificationBar {
  private final VBox notice = new VBox();
  private final Button verify;
  private final Button stop;
  private final VBox root;

  VerificationBar(HistoryDesk desk, Runnable export) {
    verify = Ui.button("_Verify now", "", desk::verifyNow);
    verify.setId("verify-now");
    stop = Ui.button("_Stop", "", desk::stopVerifying);
    stop.setId("verify-stop");
    Button exporting = Ui.button("_Export…", "", export);
    exporting.setId("history-export");
    FlowPane buttons = new FlowPane(9, 9, verify, stop, exporting);
    root = new VBox(9, notice, buttons);
    under(false);
    notice.getChildren().setAll(Ui.words("Reading the audit log…", "muted"));
  }

  Node root() {
    return root;
  }

  void show(AuditState state) {
    under(state instanceof AuditState.Checking);
    HBox words = words(state);
    words.setId("audit-state");
    notice.getChildren().setAll(words);
  }

  void unreadable(String why) {
    under(false);
    notice
        .getChildren()
        .setAll(
            Ui.notice(
                "failure",
                Icon.FAILED,
                Ui.words("The audit log could not be read.", "strong"),
                SafeTextFlow.prose(why)));
  }

  private void under(boolean checking) {
    verify.setDisable(checking);
    stop.setDisable(!checking);
  }

  private static HBox words(AuditState state) {
    return switch (state) {
      case AuditState.Verified verified ->
          Ui.notice(
              "good",
              Icon.DONE,
              Ui.words(
                  String.format(Locale.ROOT, "Verified: %,d entries", verified.entries())
                      + ", checked "
                      + Times.full(verified.since()),
                  "strong"),
              SafeTextFlow.prose(witness(verified), "muted"));
      case AuditState.NotChecked _ ->
          Ui.notice(
              "plain", Icon.INFO, Ui.words("The log was not checked, or the check was stopped."));
      case AuditState.Checking checking ->
          Ui.notice(
              "plain",
              Icon.INFO,
              Ui.words(
                  String.format(
                      Locale.ROOT,
                      "Verifying the log: %,d of %,d entries",
                      checking.done(),
                      checking.total())),
              progress(checking));
      case AuditState.Broken broken ->
          Ui.notice(
              "failure",
              Icon.FAILED,
              Ui.words("The log was changed. No decision can be made with it.", "strong"),
              SafeTextFlow.prose(broken.sentence()));
    };
  }

  private static ProgressBar progress(AuditState.Checking checking) {
    double part = checking.total() == 0 ? 0 : (double) checking.done() / checking.total();
    ProgressBar bar = new ProgressBar(part);
    bar.setAccessibleText("Part of the log that is verified");
    return bar;
  }

  private static String witness(AuditState.Verified verified) {
    if (verified.witnessed().isEmpty()) {
      return "Not witnessed yet: " + verified.witness() + " has not signed this log.";
    }
    long witnessed = verified.witnessed().getAsLong();
    return witnessed == verified.entries()
        ? verified.witness() + " witnessed all of them."
        : String.format(Locale.ROOT, "%s witnessed the first %,d.", verified.witness(), witnessed);
  }
}
