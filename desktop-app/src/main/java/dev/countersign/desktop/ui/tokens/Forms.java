package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/** What the forms of the page have in common. */
final class Forms {
  private Forms() {}

  static Node buttons(Button... buttons) {
    FlowPane row = new FlowPane(10, 6, buttons);
    row.setMinHeight(Region.USE_PREF_SIZE);
    return row;
  }

  /** What was wrong with the entry before, if anything. */
  static List<Node> message(Optional<String> message) {
    return message.stream()
        .map(words -> {
          Node notice = Ui.notice("warning", Icon.CRITICAL, SafeTextFlow.prose(words));
          notice.setId("token-message");
          return notice;
        })
        .toList();
  }

  static Button cancel(TokensViewModel model, String words) {
    Button cancel = Ui.button(words, "Esc", model::leave);
    cancel.setId("token-cancel");
    return cancel;
  }
}
