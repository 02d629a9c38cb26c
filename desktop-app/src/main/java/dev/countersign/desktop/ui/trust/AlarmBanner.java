package dev.countersign.desktop.ui.trust;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The alarms, above every page and impossible to close: they go when they are dealt with. More than
 * a few are counted, and in a short window only the headline of the first is shown, so that they
 * never push the page out of the window.
 */
public final class AlarmBanner {
  private static final int SHOWN = 2;

  private final VBox root = Ui.column("alarm-banner");
  private final ReadOnlyBooleanProperty brief;
  private TrustSnapshot shown = TrustSnapshot.QUIET;

  /**
   * @param brief whether the window is short
   */
  public AlarmBanner(LiveValue<TrustSnapshot> trust, ReadOnlyBooleanProperty brief) {
    this.brief = brief;
    root.setId("alarm-banner");
    root.setSpacing(8);
    brief.subscribe(_ -> show(shown));
    trust.each(this::show);
  }

  public VBox root() {
    return root;
  }

  private void show(TrustSnapshot snapshot) {
    shown = snapshot;
    List<TrustSnapshot.Alarm> alarms = snapshot.alarms();
    int most = brief.get() ? 1 : SHOWN;
    root.setVisible(!alarms.isEmpty());
    root.setManaged(!alarms.isEmpty());
    root.getChildren().setAll(alarms.stream().limit(most).map(this::alarm).toList());
    if (alarms.size() > most) {
      root.getChildren()
          .add(
              Ui.words(
                  "and " + (alarms.size() - most) + " more; your operator sees all of them",
                  "small"));
    }
  }

  private HBox alarm(TrustSnapshot.Alarm alarm) {
    VBox words = new VBox(2, SafeTextFlow.prose(alarm.headline(), "strong"));
    if (!brief.get()) {
      words
          .getChildren()
          .addAll(
              SafeTextFlow.prose(alarm.advice(), "small"),
              SafeTextFlow.prose(Times.full(alarm.at()) + ", " + alarm.reference(), "small"));
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    return Ui.row("alarm", Icon.FAILED.node("alarm-icon"), words);
  }
}
