package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.decision.ReviewedRequest;
import java.util.function.BiConsumer;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The inline panel of a denial: a reason if one wants to give it, and the end of the session. */
final class DenyPanel {
  private final TextField reason = new TextField();
  private final CheckBox endSession = new CheckBox("Also _end their session");
  private final VBox root = new VBox(8);

  DenyPanel(BiConsumer<String, Boolean> deny, Runnable close) {
    reason.setPromptText("Reason for the requester (optional)");
    reason.setId("deny-reason");
    reason
        .textProperty()
        .subscribe(text -> {
          // In code points: a cut between the halves of one would leave what cannot be signed.
          if (text.codePointCount(0, text.length()) > ReviewedRequest.MAX_REASON) {
            int end = text.offsetByCodePoints(0, ReviewedRequest.MAX_REASON);
            reason.setText(text.substring(0, end));
          }
        });
    Runnable go = () -> deny.accept(reason.getText(), endSession.isSelected());
    reason.setOnAction(_ -> go.run());
    endSession.setMnemonicParsing(true);
    endSession.setId("deny-end-session");
    FlowPane buttons =
        new FlowPane(
            10,
            6,
            Ui.button("De_ny and sign with key", "Enter", go, "deny"),
            Ui.button("_Back to review", "Esc", close, "quiet"),
            endSession);
    buttons.setRowValignment(javafx.geometry.VPos.CENTER);
    VBox.setVgrow(reason, Priority.NEVER);
    root.getChildren().addAll(reason, buttons);
    root.setId("deny-panel");
  }

  VBox root() {
    return root;
  }

  void focus() {
    reason.requestFocus();
  }
}
