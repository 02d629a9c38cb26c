package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;

/**
 * Asks whether a token is really to be revoked; the keyboard begins on No, and Enter is not Yes.
 */
final class RevokeForm implements ActivityPanel.Form {
  private static final String LAST =
      "This is the last enrolled token: without it nothing can be decided on this device until"
          + " another administrator enrols it anew.";

  private final List<Node> nodes = new ArrayList<>();
  private final Button keep;

  RevokeForm(TokenActivity.ConfirmRevoke question, TokensViewModel model) {
    String name = question.token().name();
    keep = Forms.cancel(model, "_Keep it");
    CheckBox understood = new CheckBox("I understand that nothing can be decided here afterwards.");
    understood.setId("revoke-last");
    understood.setWrapText(true);
    Button revoke =
        Ui.button("Revoke this token", "", () -> model.revoke(understood.isSelected()), "deny");
    revoke.setId("revoke-send");
    nodes.add(SafeTextFlow.prose("Revoke “" + name + "”?", "subtitle"));
    nodes.add(
        Ui.words(
            "It can decide nothing from then on, and this cannot be undone. Approvals made with it"
                + " stay valid. Next an enrolled key or card is asked to confirm it."));
    if (question.last()) {
      nodes.add(Ui.notice("failure", Icon.CRITICAL, Ui.words(LAST, "strong")));
      nodes.add(understood);
      Label why = Ui.words("Revoking waits until the box above is ticked.", "small", "muted");
      why.visibleProperty().bind(understood.selectedProperty().not());
      revoke.disableProperty().bind(understood.selectedProperty().not());
      nodes.add(Forms.buttons(keep, revoke));
      nodes.add(why);
    } else {
      nodes.add(Forms.buttons(keep, revoke));
    }
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Node first() {
    return keep;
  }
}
