package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.audit.HistoryQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;

/** The search field and the filters, as one query. */
final class HistoryFilters {
  /** Long enough that a word being typed is one search. */
  private static final javafx.util.Duration PAUSE = javafx.util.Duration.millis(200);

  private static final Map<String, String> DECISIONS = new LinkedHashMap<>();
  private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();
  private static final Map<String, Duration> PERIODS = new LinkedHashMap<>();

  static {
    DECISIONS.put("any decision", "");
    DECISIONS.put("approve", "approve");
    DECISIONS.put("deny", "deny");
    DECISIONS.put("deny and end session", "deny_and_revoke");
    OUTCOMES.put("any outcome", "");
    OUTCOMES.put("accepted", "accepted");
    OUTCOMES.put("refused", "refused");
    OUTCOMES.put("cancelled", "cancelled");
    OUTCOMES.put("timed out", "timed_out");
    OUTCOMES.put("key failed", "token_failed");
    OUTCOMES.put("unknown", "unknown");
    OUTCOMES.put("counted, found later", "counted");
    OUTCOMES.put("not counted, found later", "not_counted");
    OUTCOMES.put("still open", "open");
    PERIODS.put("any time", Duration.ZERO);
    PERIODS.put("last 24 hours", Duration.ofDays(1));
    PERIODS.put("last 7 days", Duration.ofDays(7));
    PERIODS.put("last 30 days", Duration.ofDays(30));
  }

  private final TextField text = field("history-search", "Search", 16);
  private final TextField requester = field("history-requester", "Requester", 10);
  private final TextField token = field("history-token", "Key (credential id)", 10);
  private final ComboBox<String> decision = choice("history-decision", DECISIONS);
  private final ComboBox<String> outcome = choice("history-outcome", OUTCOMES);
  private final ComboBox<String> period = choice("history-period", PERIODS);
  private final FlowPane root = new FlowPane(9, 9);
  private final PauseTransition pause = new PauseTransition(PAUSE);

  HistoryFilters(Consumer<HistoryQuery> changed, InstantSource clock) {
    root.getChildren().addAll(text, decision, outcome, period, requester, token);
    pause.setOnFinished(_ -> changed.accept(query(clock.instant())));
    for (TextField each : new TextField[] {text, requester, token}) {
      each.textProperty().subscribe((_, _) -> pause.playFromStart());
    }
    decision.valueProperty().subscribe((_, _) -> pause.playFromStart());
    outcome.valueProperty().subscribe((_, _) -> pause.playFromStart());
    period.valueProperty().subscribe((_, _) -> pause.playFromStart());
  }

  Node root() {
    return root;
  }

  private HistoryQuery query(Instant now) {
    Duration back = PERIODS.getOrDefault(period.getValue(), Duration.ZERO);
    return new HistoryQuery(
        text.getText().strip(),
        DECISIONS.getOrDefault(decision.getValue(), ""),
        OUTCOMES.getOrDefault(outcome.getValue(), ""),
        back.isZero() ? 0 : now.minus(back).getEpochSecond(),
        requester.getText().strip(),
        token.getText().strip());
  }

  private static TextField field(String id, String prompt, int columns) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(prompt);
    field.setAccessibleText(prompt);
    field.setPrefColumnCount(columns);
    return field;
  }

  private static ComboBox<String> choice(String id, Map<String, ?> words) {
    ComboBox<String> box = new ComboBox<>();
    box.setId(id);
    box.getItems().setAll(words.keySet());
    box.setValue(words.keySet().iterator().next());
    return box;
  }
}
