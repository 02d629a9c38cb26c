package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.common.Ui.Fact;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.ReviewedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What was decided, and what the gateway put its signature to. */
final class ResultPanel {
  private final VBox root;

  ResultPanel(ReviewedRequest reviewed, JourneyState.Done done, Runnable back) {
    Receipt receipt = done.receipt();
    VBox words =
        new VBox(
            3,
            Ui.words(word(receipt), "title"),
            SafeTextFlow.prose(reviewed.presentation().headline()));
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox head =
        new HBox(
            16,
            receipt.decision().isApproval()
                ? Icon.DONE.node("icon-large", "ok-icon")
                : Icon.FAILED.node("icon-large", "danger-icon"),
            words);
    head.setAlignment(Pos.CENTER_LEFT);
    Button inbox = Ui.button("_Back to inbox", "Esc", back, "primary");
    inbox.setId("back-to-inbox");
    root = Ui.column("panel", head);
    done.warning()
        .ifPresent(warning ->
            root.getChildren()
                .add(Ui.notice("warning", Icon.CRITICAL, SafeTextFlow.prose(warning))));
    root.getChildren()
        .addAll(
            Ui.rule(),
            Ui.facts(facts(receipt)),
            Ui.words(after(receipt), "muted"),
            new HBox(inbox));
    root.setId("result");
  }

  VBox root() {
    return root;
  }

  private static String word(Receipt receipt) {
    return switch (receipt.decision()) {
      case APPROVE -> "Approved";
      case DENY -> "Denied";
      case DENY_AND_REVOKE -> "Denied, and their session ended";
    };
  }

  private static String after(Receipt receipt) {
    return receipt.decision().isApproval()
        ? "The proof was verified and used up: it cannot be presented again. The receipt is in the"
            + " audit log."
        : "Nothing was approved. The receipt is in the audit log.";
  }

  private static List<Fact> facts(Receipt receipt) {
    return List.of(
        new Fact("Decision number", String.format(Locale.ROOT, "%,d", receipt.sequence())),
        new Fact("Verified at", Times.full(Instant.ofEpochSecond(receipt.verifiedAt()))),
        new Fact("Assurance", assurance(receipt.assurance())),
        new Fact(
            "Audit log witnessed",
            String.format(Locale.ROOT, "its first %,d entries", receipt.witnessedSize())),
        new Fact("Gateway", receipt.issuer()),
        new Fact("Request digest", receipt.requestSha256().value().toString()),
        new Fact("Challenge", receipt.challenge().value().toString()));
  }

  private static String assurance(Receipt.Assurance assurance) {
    return switch (assurance) {
      case USER_VERIFIED -> "hardware key, touched, user verified";
      case POSSESSION -> "smart card; not proven that it asked for its PIN this time";
      case DEMO -> "demo key: worth nothing outside a demo";
    };
  }
}
