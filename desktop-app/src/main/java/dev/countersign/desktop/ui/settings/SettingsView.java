package dev.countersign.desktop.ui.settings;

import dev.countersign.desktop.ui.common.Appearance;
import dev.countersign.desktop.ui.common.Theme;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.common.Ui.Fact;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** What this desk trusts, and how it looks. */
public final class SettingsView {
  private final Appearance appearance;
  private final ScrollPane root;

  public SettingsView(DeskIdentity identity, Appearance appearance) {
    this.appearance = appearance;
    VBox page = Ui.page("Settings", "What this desk trusts, and how it looks.");
    page.getChildren().addAll(trust(identity), look());
    root = Ui.scroll(page);
    root.setId("settings");
  }

  public Node root() {
    return root;
  }

  private static Node trust(DeskIdentity identity) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Gateway", identity.gatewayName()));
    facts.add(new Fact("Approver", identity.approver()));
    facts.add(new Fact("Device key", identity.deviceKeyId()));
    facts.addAll(identity.more());
    return Ui.column("section", Ui.words("TRUST", "section-title"), Ui.facts(facts));
  }

  private Node look() {
    CheckBox motion =
        new CheckBox("_Reduced motion: nothing moves, not even where a touch is awaited");
    motion.setMnemonicParsing(true);
    motion.setWrapText(true);
    motion.selectedProperty().bindBidirectional(appearance.reducedMotion());
    return Ui.column(
        "section",
        Ui.words("LOOK", "section-title"),
        choice("Theme", themes()),
        choice("Text size", sizes()),
        motion);
  }

  private List<RadioButton> themes() {
    List<RadioButton> buttons = new ArrayList<>();
    for (Theme theme : Theme.values()) {
      RadioButton button = new RadioButton(theme.label());
      button.setId("theme-" + theme.name());
      button.setOnAction(_ -> appearance.theme().set(theme));
      appearance.theme().subscribe(now -> button.setSelected(now == theme));
      buttons.add(button);
    }
    return buttons;
  }

  private List<RadioButton> sizes() {
    List<RadioButton> buttons = new ArrayList<>();
    for (int scale : Appearance.SCALES) {
      RadioButton button = new RadioButton(scale + " %");
      button.setId("scale-" + scale);
      button.setOnAction(_ -> appearance.scalePercent().set(scale));
      appearance.scalePercent().subscribe(now -> button.setSelected(now.intValue() == scale));
      buttons.add(button);
    }
    return buttons;
  }

  private static Node choice(String name, List<RadioButton> buttons) {
    ToggleGroup group = new ToggleGroup();
    buttons.forEach(button -> button.setToggleGroup(group));
    FlowPane row = new FlowPane(18, 2);
    row.setPrefWrapLength(4000);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getChildren().addAll(buttons);
    return new VBox(2, Ui.words(name, "strong"), row);
  }
}
