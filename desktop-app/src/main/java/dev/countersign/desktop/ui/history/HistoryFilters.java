package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.audit.HistoryKind;
import dev.countersign.desktop.audit.HistoryQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;

/** The search field and the filters, as one query. */
final class HistoryFilters {
  /** Long enough that a word being typed is one search. */
  private static final javafx.util.Duration PAUSE = javafx.util.Duration.millis(200);

  private static final Map<String, HistoryKind> KINDS = new LinkedHashMap<>();
  private static final Map<String, String> DECISIONS = new LinkedHashMap<>();
  private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();
  private static final Map<String, Duration> PERIODS = new LinkedHashMap<>();

  static {
    KINDS.put("Decisions", HistoryKind.DECISIONS);
    KINDS.put("Everything", HistoryKind.EVERYTHING);
    KINDS.put("Opened and closed", HistoryKind.STARTS);
    KINDS.put("After a crash", HistoryKind.RECOVERY);
    KINDS.put("Enrolment and own tokens", HistoryKind.ENROLMENT);
    KINDS.put("Tokens plugged in", HistoryKind.TOKENS);
    KINDS.put("Settings", HistoryKind.SETTINGS);
    KINDS.put("Connection", HistoryKind.CONNECTION);
    KINDS.put("Exports", HistoryKind.EXPORTS);
    KINDS.put("Alarms", HistoryKind.ALARMS);
    KINDS.put("Log heads", HistoryKind.LOG_HEADS);
    KINDS.put("Out of place", HistoryKind.OUT_OF_PLACE);
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

  private final ComboBox<String> kind = choice("history-kind", "Which entries", KINDS);
  private final TextField text = field("history-search", "Search", 16);
  private final TextField requester = field("history-requester", "Requester", 8);
  private final TextField token = field("history-token", "Key (credential id)", 10);
  private final ComboBox<String> decision = choice("history-decision", "Decision", DECISIONS);
  private final ComboBox<String> outcome = choice("history-outcome", "Outcome", OUTCOMES);
  private final ComboBox<String> period = choice("history-period", "Time", PERIODS);
  private final FlowPane root = new FlowPane(9, 9);
  private final PauseTransition pause = new PauseTransition(PAUSE);

  HistoryFilters(Consumer<HistoryQuery> changed, InstantSource clock) {
    root.getChildren().addAll(kind, text, period, decision, outcome, requester, token);
    pause.setOnFinished(_ -> changed.accept(query(clock.instant())));
    for (TextField each : new TextField[] {text, requester, token}) {
      each.textProperty().subscribe((_, _) -> pause.playFromStart());
    }
    kind.valueProperty()
        .subscribe((_, _) -> {
          onlyWhatApplies();
          pause.playFromStart();
        });
    decision.valueProperty().subscribe((_, _) -> pause.playFromStart());
    outcome.valueProperty().subscribe((_, _) -> pause.playFromStart());
    period.valueProperty().subscribe((_, _) -> pause.playFromStart());
  }

  Node root() {
    return root;
  }

  /** Other entries have no decision, outcome, requester or key: those fields go away. */
  private void onlyWhatApplies() {
    boolean decisions = wanted() == HistoryKind.DECISIONS;
    for (Control each : List.of(decision, outcome, requester, token)) {
      each.setVisible(decisions);
      each.setManaged(decisions);
    }
  }

  private HistoryKind wanted() {
    return KINDS.getOrDefault(kind.getValue(), HistoryKind.DECISIONS);
  }

  private HistoryQuery query(Instant now) {
    Duration back = PERIODS.getOrDefault(period.getValue(), Duration.ZERO);
    HistoryKind wanted = wanted();
    return new HistoryQuery(
        wanted,
        text.getText().strip(),
        back.isZero() ? 0 : now.minus(back).getEpochSecond(),
        wanted == HistoryKind.DECISIONS ? ofDecision() : HistoryQuery.OfDecision.ANY);
  }

  private HistoryQuery.OfDecision ofDecision() {
    return new HistoryQuery.OfDecision(
        DECISIONS.getOrDefault(decision.getValue(), ""),
        OUTCOMES.getOrDefault(outcome.getValue(), ""),
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

  private static ComboBox<String> choice(String id, String name, Map<String, ?> words) {
    ComboBox<String> box = new ComboBox<>();
    box.setId(id);
    box.setAccessibleText(name);
    box.getItems().setAll(words.keySet());
    box.setValue(words.keySet().iterator().next());
    return box;
  }
}
