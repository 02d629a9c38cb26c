package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.ui.common.Ui;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** What only the software key of the demo has on screen, in its unmistakable frame. */
public final class DemoNotes {
  private DemoNotes() {}

  /** Its PIN. */
  public static HBox pin(DemoKey key) {
    return pin(key, "key");
  }

  /**
   * Its PIN.
   *
   * @param token what it is: key or card
   */
  public static HBox pin(DemoKey held, String token) {
    return Ui.row(
        "demo-note",
        Ui.tag("DEMO " + token.toUpperCase(Locale.ROOT), "demo-tag"),
        Ui.words("Its PIN is " + held.pin() + ". A real " + token + "'s PIN is never shown."));
  }

  /** The button in place of a touch. */
  public static HBox touch(DemoKey key) {
    Button touch = Ui.button("_Touch the demo key", "", key.touch(), "demo-touch");
    touch.setId("demo-touch");
    HBox row =
        Ui.row(
            "demo-note",
            Ui.tag("DEMO KEY", "demo-tag"),
            Ui.words("It is software and has nothing to touch."),
            Ui.spring(),
            touch);
    row.setMinHeight(Region.USE_PREF_SIZE);
    return row;
  }
}
